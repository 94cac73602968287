"""Words to find a request by. Each carries its cooperative, so that one index serves all and none finds another's."""

import re


def search_words(cooperative_id: int, text: str) -> list[str]:
    """The words of a text as they stand in the index, in order: "c12xnoordewierweg"."""
    return [f"c{cooperative_id}x{word}" for word in re.findall(r"\w+", text.lower())]
