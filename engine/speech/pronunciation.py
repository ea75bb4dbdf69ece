"""Rough English pronunciation of words no dictionary knows: good enough to find them in the sound."""

import re

DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
NUMBERS = {
    "zero": "Z IH R OW", "one": "W AH N", "two": "T UW", "three": "TH R IY", "four": "F AO R", "five": "F AY V",
    "six": "S IH K S", "seven": "S EH V AH N", "eight": "EY T", "nine": "N AY N",
}  # fmt: skip
# Longest spelling first; what a letter mostly sounds like.
SPELLINGS = {
    "tion": "SH AH N", "sch": "SH", "igh": "AY", "eau": "OW",
    "ch": "CH", "sh": "SH", "th": "TH", "ph": "F", "gh": "G", "wh": "W", "ck": "K", "ng": "NG", "qu": "K W",
    "ee": "IY", "ea": "IY", "oo": "UW", "ou": "AW", "ow": "OW", "oi": "OY", "oy": "OY", "ai": "EY", "ay": "EY",
    "au": "AO", "aw": "AO", "ie": "IY", "ei": "AY", "eu": "UW", "ue": "UW", "er": "ER", "ar": "AA R", "or": "AO R",
    "ir": "ER", "ur": "ER", "tz": "T S", "dg": "JH",
    "a": "AE", "b": "B", "c": "K", "d": "D", "e": "EH", "f": "F", "g": "G", "h": "HH", "i": "IH", "j": "JH",
    "k": "K", "l": "L", "m": "M", "n": "N", "o": "AA", "p": "P", "q": "K", "r": "R", "s": "S", "t": "T", "u": "AH",
    "v": "V", "w": "W", "x": "K S", "y": "IY", "z": "Z",
    "ä": "EH", "ö": "ER", "ü": "UW", "ß": "S", "é": "EY", "è": "EH", "ê": "EH", "á": "AA", "à": "AA", "â": "AA",
    "í": "IY", "î": "IY", "ó": "OW", "ô": "OW", "ú": "UW", "û": "UW", "ñ": "N Y", "ç": "S", "å": "OW", "ø": "ER",
}  # fmt: skip
PIECES = re.compile("|".join(sorted(SPELLINGS, key=len, reverse=True)) + r"|\d")
SILENT_E = re.compile(r"(?<=[bcdfgklmnprstvz])e$")


def phones(word: str) -> str:
    """Phones of the ARPABET with spaces between; never empty."""
    shorter = SILENT_E.sub("", word.lower()) if len(word) > 3 else word.lower()
    shorter = re.sub(r"([bdfgklmnprstz])\1", r"\1", shorter)
    found = [sound(piece) for piece in PIECES.findall(shorter)]
    return " ".join(found) or "AH"


def sound(piece: str) -> str:
    return NUMBERS[DIGITS[int(piece)]] if piece.isdecimal() and piece.isascii() else SPELLINGS.get(piece, "AH")
