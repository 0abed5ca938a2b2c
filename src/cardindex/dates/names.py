"""What people call months, seasons, eras and doubts: in English, Spanish, German and French.

All in small letters; where a word stands for itself in a pattern, its dots are escaped.
"""

from __future__ import annotations

# Full names, and the short ones that spreadsheets and writers use.
MONTHS = {
    name: number
    for names in (
        "january february march april may june july august september october november december",
        "jan feb mar apr may jun jul aug sep oct nov dec",
        "janr febr mrch aprl may june july augst sept octr novr decr",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "ene feb mar abr may jun jul ago setiembre oct nov dic",
        "januar februar märz april mai juni juli august september oktober november dezember",
        "jänner feber maerz apr mai jun jul aug sept okt nov dez",
        "jan feb mär apr mai jun jul aug sep okt nov dez",
        "jan feb mrz apr mai jun jul aug set okt nov dez",
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
        "janv févr mars avr mai juin juil août sept oct nov déc",
        "janv fevr mars avr mai juin juil aout sept oct nov dec",
    )
    for number, name in enumerate(names.split(), start=1)
}

ROMAN = {
    "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6,
    "vii": 7, "viii": 8, "ix": 9, "x": 10, "xi": 11, "xii": 12,
}  # fmt: skip

SEASONS = {
    name: number
    for number, names in (
        (21, "spring primavera frühling frühjahr printemps"),
        (22, "summer verano sommer été"),
        (23, "autumn fall otoño herbst automne"),
        (24, "winter invierno hiver"),
    )
    for name in names.split()
}

WEEKDAYS = (
    "mon(?:day)?|tue(?:s|sday)?|wed(?:nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?|sat(?:urday)?|"
    "sun(?:day)?|lunes|martes|miércoles|jueves|viernes|sábado|domingo|montag|dienstag|mittwoch|"
    "donnerstag|freitag|samstag|sonnabend|sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi|"
    "dimanche"
)

ABOUT = (
    r"c|ca|circa|about|around|approx|approximately|roughly|abt|cal|calc|calculated|est|estimated|"
    r"≈|um|etwa|ungefähr|gegen|vers|environ|env|hacia|alrededor de|aproximadamente|aprox|cerca de"
)
PERHAPS = (
    r"perhaps|possibly|probably|prob|maybe|likely|presumably|allegedly|uncertain|doubtful|"
    r"vielleicht|wahrscheinlich|vermutlich|möglicherweise|peut-être|probablement|quizás?|tal vez|"
    r"acaso|probablemente|posiblemente"
)

BEFORE = (
    r"before|by|bef|prior to|earlier than|not later than|no later than|not after|on or before|"
    r"vor|spätestens|avant|antes de|antes del"
)
AFTER = (
    r"after|aft|later than|not before|not earlier than|no earlier than|on or after|"
    r"nach|frühestens|après|después de|después del"
)
OR_EARLIER = (
    r"(?:or |and )?(?:earlier|before|until|by|prior|sooner)|at the latest|oder früher|und früher|"
    r"ou avant|ou plus tôt|au plus tard|o antes|y antes|a más tardar"
)
OR_LATER = (
    r"(?:or |and )?(?:later|after|afterwards?|since|thereafter)|at the earliest|oder später|"
    r"und später|ou après|ou plus tard|au plus tôt|o después|o más tarde|y después"
)
UNTIL = r"until|till|up to|to|bis|jusqu'à|jusqu'en|jusque|hasta"
FROM = r"from|von|ab|à partir de|a partir de"
SINCE = r"since|seit|depuis|desde"
ONWARDS = r"onwards?|and onwards?|on|ff|und danach|en adelante|et suivantes"
NOW = r"open|now|present|today|to date|heute|aujourd'hui|hoy|presente|actualidad|la actualidad"

# Between the two ends of a span.
TO = r"to|until|till|thru|through|bis|à|au|a|al|hasta|jusqu'à|jusqu'en"
AND = r"and|und|et|y|&"
OR = r"or|oder|ou|o"
LEADS_TO = r"from|von|vom|de|du|desde|des?de el"
BETWEEN = r"between|bet|btw|zwischen|entre"

UNKNOWN = (
    r"n\.? ?d|s\.? ?d|s\.? ?a|s\.? ?f|s/f|o\. ?d|o\. ?j|undated|no date|date unknown|unknown|unkn|"
    r"none|null|nan|nat|n/a|tbd|tba|undatiert|ohne datum|ohne jahr|unbekannt|sans date|inconnue?|"
    r"sin fecha|desconocid[ao]|0{4}-00-00|0{4}-00"
)

BC = (
    r"b\.? ?c\.?(?: ?e\.?)?|before christ|before the common era|v\.? ?chr\.?|vor christus|"
    r"vor christi geburt|v\.? ?u\. ?z\.?|a\. ?c\.?|a\.? de c\.?|antes de cristo|a\. ?n\. ?e\.?|"
    r"antes de nuestra era|(?:av|avant)\.? ?j\.?[ -]?c\.?|avant jésus-christ|avant notre ère"
)
AD = (
    r"a\.? ?d\.?|c\.? ?e\.?|anno domini|n\.? ?chr\.?|nach christus|n\. ?u\. ?z\.?|u\. ?z\.?|"
    r"d\. ?c\.?|d\.? de c\.?|después de cristo|(?:ap|apr|après)\.? ?j\.?[ -]?c\.?|"
    r"après jésus-christ|de notre ère"
)

JULIAN = (
    r"julian(?: calendar)?|old style|o\.? ?s\.?|julianisch|juliano|julien|alten stils|a\. ?st\.?"
)
GREGORIAN = (
    r"gregorian(?: calendar)?|new style|n\.? ?s\.?|gregorianisch|gregoriano|grégorien|neuen stils|"
    r"n\. ?st\.?"
)
ELSEWHERE = (
    r"hijri|hijra|a\.? ?h\.?|islamic|hebrew|jewish|republican|french r|coptic|ethiopian|"
    r"persian|saka|buddhist|minguo|mayan"
)

# How far on in a year, a decade, a century: in thirds, and in halves.
PORTIONS = {
    r"first half of|1st half of|erste hälfte|première moitié de|primera mitad de": (0, 1, 2),
    r"(?:second|2nd|latter) half of|zweite hälfte|seconde moitié de|segunda mitad de": (1, 2, 2),
    r"early(?: in)?|beginning of|start of|anfang|frühe?|début(?: de)?|(?:a )?principios de|"
    r"(?:a )?comienzos de": (0, 1, 3),
    r"mid|(?:in the )?middle of|mitte|mi|milieu de|(?:a )?mediados de": (1, 2, 3),
    r"late(?: in)?|end of|ende|spät|fin(?: de)?|(?:a )?fines de|(?:a )?finales de": (2, 3, 3),
}
