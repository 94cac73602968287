"""Words to find a request by. Each carries its cooperative, so that one index serves all and none finds another's."""

import re


def search_words(cooperative_id: int, text: str) -> list[str]:
    """The words of a text as they stand in the index, in order: "c12xnoordewierweg"."""
    return [f"c{cooperative_id}x{word}" for word in re.findall(r"\w+", text.lower())]


def query_for(cooperative_id: int, text: str, most: int = 8) -> str:
    """What to ask of the index: words that begin with each of the words typed, in the language of `to_tsquery`.

    One to three digits are a house number, found whole: "Leliestraat 3" is not also each home with postcode 3812.
    """
    words = search_words(cooperative_id, text)[:most]
    return " & ".join(word if re.fullmatch(r"c\d+x\d{1,3}", word) else f"{word}:*" for word in words)
