"""Types → JSON Schema (2020-12): of dataclasses, with what they are made of beside them by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

Schema = dict[str, Any]

_PLAIN = {
    str: "string", int: "integer", float: "number", bool: "boolean", NoneType: "null",
}  # fmt: skip


def schema_of(shape: Any, beside: dict[str, Schema]) -> Schema:  # noqa: ANN401 - any type
    """Return the schema of a type; the schemas of its dataclasses are put ``beside`` it.

    Raises TypeError for a type that JSON has no name for.
    """
    if shape in _PLAIN:
        return {"type": _PLAIN[shape]}
    origin, parts = get_origin(shape) or shape, get_args(shape)
    if is_dataclass(origin):
        return _named(origin, parts, beside)
    if origin is UnionType:
        return {"anyOf": [schema_of(part, beside) for part in parts]}
    if origin is tuple and parts[-1:] == (...,):
        return {"type": "array", "items": schema_of(parts[0], beside)}
    if origin is tuple and parts:
        items = [schema_of(part, beside) for part in parts]
        return {"type": "array", "prefixItems": items, "items": False, "minItems": len(items)}
    message = f"no JSON Schema is known for {shape}"
    raise TypeError(message)


def _named(shape: Any, parts: tuple[Any, ...], beside: dict[str, Schema]) -> Schema:  # noqa: ANN401
    name = "".join(each.__name__ for each in (*parts, shape))
    if name not in beside:
        beside[name] = {}  # so that what holds itself comes to an end
        known = dict(zip(getattr(shape, "__parameters__", ()), parts, strict=True))
        told = get_type_hints(shape)
        named = {
            each.name: schema_of(_filled(told[each.name], known), beside) for each in fields(shape)
        }
        beside[name] = {
            "type": "object",
            "description": _sentence(shape),
            "properties": named,
            "required": list(named),
            "additionalProperties": False,
        }
    return {"$ref": f"#/components/schemas/{name}"}


def _filled(shape: Any, known: dict[Any, Any]) -> Any:  # noqa: ANN401
    """Return a type with what stands for its variables."""
    if isinstance(shape, TypeVar):
        return known[shape]
    variables = getattr(shape, "__parameters__", ())
    return shape[tuple(known[each] for each in variables)] if variables else shape


def _sentence(shape: Callable[..., object]) -> str:
    """Return the first paragraph of what is said of a type, in a line."""
    return " ".join((shape.__doc__ or "").partition("\n\n")[0].split())
