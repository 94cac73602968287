"""What we compare with: (a) TF-IDF and logistic regression, as the municipal system Signalen does it, learned from the
same reports and the items' texts; (b) BM25 over the items. Both as they are usually set, not tuned against us."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from math import log
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from bench.triage.reports import Report
from werkplaats.triage.rules.lists import Item, ListVersion

Ranking = Callable[[str], tuple[list[int], float]]  # the best three, and the chance of the first


def texts_of(item: Item) -> list[str]:
    return [item.name_nl, item.name_en, item.explanation_nl, item.explanation_en, *item.words]


def signalen(version: ListVersion, reports: Sequence[Report]) -> Ranking:
    codes = [item.code for item in version.items]
    samples = [(text, number) for number, item in enumerate(version.items) for text in texts_of(item)]
    samples += [
        (report.text, codes.index(code))
        for report in reports
        if report.branch == version.branch
        for code in report.items
        if code in codes
    ]
    vectors = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=1, strip_accents="unicode")
    matrix = vectors.fit_transform([text for text, _number in samples])
    model = LogisticRegression(C=10, max_iter=200, tol=1e-3).fit(matrix, [number for _text, number in samples])

    def rank(text: str) -> tuple[list[int], float]:
        chances = model.predict_proba(vectors.transform([text]))[0]
        return [int(model.classes_[at]) for at in np.argsort(-chances)[:3]], float(chances.max())

    return rank


def bm25(version: ListVersion, k1: float = 1.2, b: float = 0.75) -> Ranking:
    documents = [Counter(_words(" ".join(texts_of(item)))) for item in version.items]
    spread: Counter[str] = Counter(word for document in documents for word in document)
    sizes = [sum(document.values()) for document in documents]
    mean = sum(sizes) / len(sizes)
    idf = {word: log(1 + (len(documents) - many + 0.5) / (many + 0.5)) for word, many in spread.items()}

    def score(document: Any, size: int, words: Sequence[str]) -> float:
        norm = k1 * (1 - b + b * size / mean)
        return sum(
            idf[word] * document[word] * (k1 + 1) / (document[word] + norm) for word in words if word in document
        )

    def rank(text: str) -> tuple[list[int], float]:
        words = _words(text)
        scores = np.array([score(document, size, words) for document, size in zip(documents, sizes, strict=True)])
        chances = np.exp(scores - scores.max())
        return [int(at) for at in np.argsort(-scores, kind="stable")[:3]], float((chances / chances.sum()).max())

    return rank


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())
