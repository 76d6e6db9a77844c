"""The fixed choices, as codes. Labels live in the clients' locales."""

from typing import get_args, Literal

Hobby = Literal[
    "sns", "ott", "camping", "shopping", "driving", "walking", "pets", "sports", "kpop", "photography", "music",
    "drama", "reading", "drawing", "cooking", "manga", "language_study", "travel", "instruments", "movies",
    "restaurants",
]  # fmt: skip
Mbti = Literal[
    "ISTJ", "ISFJ", "INFJ", "INTJ", "ISTP", "ISFP", "INFP", "INTP",
    "ESTP", "ESFP", "ENFP", "ENTP", "ESTJ", "ESFJ", "ENFJ", "ENTJ",
]  # fmt: skip
Language = Literal[
    "ko", "en", "ja", "zh", "es", "fr", "de", "pt", "ru", "ar", "vi", "th", "id", "mn", "hi", "it", "tr", "uz",
]  # fmt: skip
LanguageLevel = Literal["beginner", "elementary", "intermediate", "advanced", "fluent", "native"]
Purpose = Literal["friends", "language_exchange", "free"]

COUNTRIES = frozenset(
    (
        "AD AE AF AG AI AL AM AO AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BW BY BZ "
        "CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK "
        "FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GT GU GW GY HK HN HR HT HU ID IE IL IM IN IO IQ IR IS "
        "IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK "
        "ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL "
        "PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC "
        "TD TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW"
    ).split()
)
"""ISO 3166-1 alpha-2 codes of inhabited countries and territories, and XK."""

HOBBIES: tuple[str, ...] = get_args(Hobby)
MBTI_TYPES: tuple[str, ...] = get_args(Mbti)
LANGUAGES: tuple[str, ...] = get_args(Language)
LANGUAGE_LEVELS: tuple[str, ...] = get_args(LanguageLevel)
PURPOSES: tuple[str, ...] = get_args(Purpose)
