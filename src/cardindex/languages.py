"""Language tags (BCP 47): which are well formed, and which tag was meant by another text.

A tag is well formed by the grammar of RFC 5646. Of its first part besides: two letters are a
language of ISO 639-1, three letters one that has no two, more letters none that is registered.
"""

from __future__ import annotations

import re

from cardindex.errors import nearest

LONGEST = 100
"""Letters of the longest tag that is read."""

_TABLE = """
aa:aar:Afar ab:abk:Abkhaz ae:ave:Avestan af:afr:Afrikaans ak:aka:Akan am:amh:Amharic
an:arg:Aragonese ar:ara:Arabic as:asm:Assamese av:ava:Avaric ay:aym:Aymara az:aze:Azerbaijani
ba:bak:Bashkir be:bel:Belarusian bg:bul:Bulgarian bh:bih:Bihari bi:bis:Bislama bm:bam:Bambara
bn:ben:Bengali bo:bod/tib:Tibetan br:bre:Breton bs:bos:Bosnian ca:cat:Catalan ce:che:Chechen
ch:cha:Chamorro co:cos:Corsican cr:cre:Cree cs:ces/cze:Czech cu:chu:Slavonic cv:chv:Chuvash
cy:cym/wel:Welsh da:dan:Danish de:deu/ger:German dv:div:Divehi dz:dzo:Dzongkha ee:ewe:Ewe
el:ell/gre:Greek en:eng:English eo:epo:Esperanto es:spa:Spanish et:est:Estonian
eu:eus/baq:Basque fa:fas/per:Persian ff:ful:Fulah fi:fin:Finnish fj:fij:Fijian fo:fao:Faroese
fr:fra/fre:French fy:fry:Frisian ga:gle:Irish gd:gla:Gaelic gl:glg:Galician gn:grn:Guarani
gu:guj:Gujarati gv:glv:Manx ha:hau:Hausa he:heb:Hebrew hi:hin:Hindi ho:hmo:Motu hr:hrv:Croatian
ht:hat:Haitian hu:hun:Hungarian hy:hye/arm:Armenian hz:her:Herero ia:ina:Interlingua
id:ind:Indonesian ie:ile:Interlingue ig:ibo:Igbo ii:iii:Yi ik:ipk:Inupiaq io:ido:Ido
is:isl/ice:Icelandic it:ita:Italian iu:iku:Inuktitut ja:jpn:Japanese jv:jav:Javanese
ka:kat/geo:Georgian kg:kon:Kongo ki:kik:Kikuyu kj:kua:Kwanyama kk:kaz:Kazakh kl:kal:Greenlandic
km:khm:Khmer kn:kan:Kannada ko:kor:Korean kr:kau:Kanuri ks:kas:Kashmiri ku:kur:Kurdish
kv:kom:Komi kw:cor:Cornish ky:kir:Kyrgyz la:lat:Latin lb:ltz:Luxembourgish lg:lug:Ganda
li:lim:Limburgish ln:lin:Lingala lo:lao:Lao lt:lit:Lithuanian lu:lub:Luba lv:lav:Latvian
mg:mlg:Malagasy mh:mah:Marshallese mi:mri/mao:Maori mk:mkd/mac:Macedonian ml:mal:Malayalam
mn:mon:Mongolian mr:mar:Marathi ms:msa/may:Malay mt:mlt:Maltese my:mya/bur:Burmese na:nau:Nauru
nb:nob:Bokmål nd:nde:Ndebele ne:nep:Nepali ng:ndo:Ndonga nl:nld/dut:Dutch nn:nno:Nynorsk
no:nor:Norwegian nr:nbl:Southern_Ndebele nv:nav:Navajo ny:nya:Chichewa oc:oci:Occitan
oj:oji:Ojibwe om:orm:Oromo or:ori:Odia os:oss:Ossetian pa:pan:Punjabi pi:pli:Pali pl:pol:Polish
ps:pus:Pashto pt:por:Portuguese qu:que:Quechua rm:roh:Romansh rn:run:Rundi ro:ron/rum:Romanian
ru:rus:Russian rw:kin:Kinyarwanda sa:san:Sanskrit sc:srd:Sardinian sd:snd:Sindhi se:sme:Sami
sg:sag:Sango si:sin:Sinhala sk:slk/slo:Slovak sl:slv:Slovenian sm:smo:Samoan sn:sna:Shona
so:som:Somali sq:sqi/alb:Albanian sr:srp:Serbian ss:ssw:Swati st:sot:Sotho su:sun:Sundanese
sv:swe:Swedish sw:swa:Swahili ta:tam:Tamil te:tel:Telugu tg:tgk:Tajik th:tha:Thai
ti:tir:Tigrinya tk:tuk:Turkmen tl:tgl:Tagalog tn:tsn:Tswana to:ton:Tongan tr:tur:Turkish
ts:tso:Tsonga tt:tat:Tatar tw:twi:Twi ty:tah:Tahitian ug:uig:Uyghur uk:ukr:Ukrainian ur:urd:Urdu
uz:uzb:Uzbek ve:ven:Venda vi:vie:Vietnamese vo:vol:Volapük wa:wln:Walloon wo:wol:Wolof
xh:xho:Xhosa yi:yid:Yiddish yo:yor:Yoruba za:zha:Zhuang zh:zho/chi:Chinese zu:zul:Zulu
"""
# Two letters, three letters by which it is known as well, the name in English.
_ENTRIES = [entry.split(":") for entry in _TABLE.split()]

# Deprecated but registered.
_TWO = {two for two, _, _ in _ENTRIES} | {"in", "iw", "ji", "jw", "mo", "sh"}
_OF_THREE = {code: two for two, threes, _ in _ENTRIES for code in threes.split("/")}
_NAMES = {name.replace("_", " ").casefold(): two for two, _, name in _ENTRIES} | {
    "arabisch": "ar", "castellano": "es", "castilian": "es", "dari": "prs", "deutsch": "de",
    "englisch": "en", "español": "es", "espanol": "es", "farsi": "fa", "flemish": "nl",
    "français": "fr", "francais": "fr", "inglés": "en", "ivrit": "he", "italiano": "it",
    "mandarin": "cmn", "moldovan": "ro", "old english": "ang", "português": "pt",
    "serbo-croat": "sh", "serbo-croatian": "sh", "sinhalese": "si", "slovene": "sl",
    "ancient greek": "grc", "cantonese": "yue", "latin american spanish": "es-419",
    "american english": "en-US", "british english": "en-GB", "brazilian portuguese": "pt-BR",
    "русский": "ru", "українська": "uk", "中文": "zh", "日本語": "ja",
}  # fmt: skip
# Codes that people use for a language by mistake, mostly those of countries.
_SLIPS = {
    "cn": "zh", "cz": "cs", "dk": "da", "gr": "el", "ir": "fa", "jp": "ja", "sp": "es", "ua": "uk",
    "us": "en-US", "gb": "en-GB", "vn": "vi", "mx": "es-MX", "at": "de-AT",
    "rs": "sr", "al": "sq", "il": "he",
}  # fmt: skip

_TAG = re.compile(
    r"(?P<language>[a-z]{2,3})(?:-[a-z]{3}){0,3}"
    r"(?:-[a-z]{4})?"
    r"(?:-(?P<region>[a-z]{2}|[0-9]{3}))?"
    r"(?P<variants>(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*)"
    r"(?P<extensions>(?:-[0-9a-wy-z](?:-[a-z0-9]{2,8})+)*)"
    r"(?:-x(?:-[a-z0-9]{1,8})+)?"
)
_PRIVATE = re.compile(r"x(?:-[a-z0-9]{1,8})+")
_GRANDFATHERED = frozenset(
    (
        "en-gb-oed", "i-ami", "i-bnn", "i-default", "i-enochian", "i-hak", "i-klingon", "i-lux",
        "i-mingo", "i-navajo", "i-pwn", "i-tao", "i-tay", "i-tsu", "sgn-be-fr", "sgn-be-nl",
        "sgn-ch-de", "art-lojban", "cel-gaulish", "no-bok", "no-nyn", "zh-guoyu", "zh-hakka",
        "zh-min", "zh-min-nan", "zh-xiang",
    )
)  # fmt: skip


def is_tag(text: str) -> bool:
    """Tell whether a text is a language tag, in whatever case."""
    small = text.lower()
    if len(text) > LONGEST or not text.isascii():
        return False
    if small in _GRANDFATHERED or _PRIVATE.fullmatch(small):
        return True
    found = _TAG.fullmatch(small)
    if not found or found["region"] == "uk":
        return False
    singletons = re.findall(r"-([0-9a-z])(?=-)", found["extensions"])
    variants = found["variants"].split("-")[1:]
    if len(set(singletons)) < len(singletons) or len(set(variants)) < len(variants):
        return False
    language = found["language"]
    return language in _TWO if len(language) == 2 else language not in _OF_THREE


def meant(text: str) -> str:
    """Return the tag that was meant by a text that is none; nothing where that cannot be said."""
    if len(text) > LONGEST:
        return ""
    words = " ".join(re.sub(r"[\W_]+", " ", text.casefold()).split())
    named = _named(words.removesuffix(" language").removeprefix("the "))
    if named:
        return named
    parts = re.split(r"[-_\s]+", re.split(r"[.@(,;/]", text.strip())[0].strip("-_ "))
    parts[0] = _OF_THREE.get(parts[0].lower(), parts[0].lower())
    parts[0] = _named(parts[0]) or _SLIPS.get(parts[0], parts[0])
    while parts:
        tag = "-".join(map(_cased, range(len(parts)), parts))
        if is_tag(tag):
            return tag
        parts.pop()
    return ""


def _named(words: str) -> str:
    if words in _NAMES:
        return _NAMES[words]
    near = nearest(words, _NAMES) if len(words) > 4 and words.isalpha() else None
    # Names of languages resemble one another, so only one letter may differ.
    return _NAMES[near] if near and abs(len(near) - len(words)) < 2 and near[0] == words[0] else ""


def _cased(at: int, part: str) -> str:
    """Write a part as it is usually written: ``zh-Hant-TW``."""
    if at and len(part) == 2:
        return "GB" if part.lower() == "uk" else part.upper()
    return part.title() if at and len(part) == 4 and part.isalpha() else part
