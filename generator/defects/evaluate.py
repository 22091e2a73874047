"""How well findings agree with the answer key: precision, recall and F1."""

import pyarrow as pa

from generator.defects.catalogue import CODE_OF_RULE

FIELDS = (
    ("injected", pa.int64()),
    ("found", pa.int64()),
    ("true_positives", pa.int64()),
    ("false_positives", pa.int64()),
    ("apart", pa.int64()),
    ("negatives_hit", pa.int64()),
    ("precision", pa.float64()),
    ("recall", pa.float64()),
    ("f1", pa.float64()),
)
COUNTS = [name for name, kind in FIELDS if kind == pa.int64()]


def evaluate(findings, entities, parents=(), code_of_rule=CODE_OF_RULE):
    """Join findings to the answer key.

    findings: iterable of (rule_id, entity_type, entity_key), such as
        ("STF-007", "educator", "P0001"); each counts once
    entities: the table `defect_entities` of the truth folder, or several put together
    parents: iterable of (entity_type, entity_key, parent_type, parent_key), such as a
        section and its educator
    code_of_rule: rule id -> code, of the rules that are scored

    A finding is a true positive when the answer key expects this rule at this entity.
    It is set apart, neither true nor false, when the entity, or a parent of it at any
    distance, is spoilt by a defect: its cause is injected. Every other finding is a
    false positive. Hard negatives that are found count as false positives even then.

    Returns (by_rule, by_code): dicts of rule id or defect code -> dict of FIELDS, for
    the rules and codes of `code_of_rule`. `injected` and `found` count defects, the
    others findings; precision, recall and f1 are None where nothing can be said.
    """
    key = _AnswerKey(entities, parents)
    verdicts = {}
    for finding in dict.fromkeys(map(tuple, findings)):
        verdicts.setdefault(finding[0], []).append(key.judge(*finding))
    by_rule = {rule: _score([rule], key, verdicts) for rule in code_of_rule}
    codes = dict.fromkeys(code_of_rule.values())
    by_code = {
        code: _score([r for r, c in code_of_rule.items() if c == code], key, verdicts)
        for code in codes
    }
    return by_rule, by_code


def pooled(scores):
    """Scores of several districts as those of one: counts added, ratios from the sums.

    scores: list of dicts as one of those that `evaluate` returns, with the same names
    """
    return {
        name: _with_ratios(
            {field: sum(score[name][field] for score in scores) for field in COUNTS}
        )
        for name in scores[0]
    }


def unexplained(findings, entities, parents=()):
    """What keeps the scores below 1, with the arguments of `evaluate`.

    Returns (missed, false): rule id -> sorted list of (entity_type, entity_key) of the
    expected entities of defects that were not found; rule id -> sorted list of
    (entity_type, entity_key, whether it is a hard negative) of false positives.
    """
    key = _AnswerKey(entities, parents)
    found, false = set(), {}
    for rule, kind, entity in sorted(set(map(tuple, findings))):
        verdict, defects, is_hit = key.judge(rule, kind, entity)
        found |= defects
        if verdict == "false":
            false.setdefault(rule, []).append((kind, entity, is_hit))
    missed = {}
    for (rule, *entity), defects in sorted(key.expected.items()):
        if not defects & found:
            missed.setdefault(rule, []).append(tuple(entity))
    return missed, false


def as_table(scores, name):
    """The scores of `evaluate` as a table; `name` is that of its first column."""
    columns = {name: pa.array(list(scores), pa.string())}
    for field, kind in FIELDS:
        columns[field] = pa.array([row[field] for row in scores.values()], kind)
    return pa.table(columns)


class _AnswerKey:
    """Who is expected where, spoilt by what, child of whom."""

    def __init__(self, entities, parents):
        self.expected, self.negatives, self.injected = {}, set(), {}
        self._spoilt = set()
        for row in entities.to_pylist():
            entity = row["entity_type"], row["entity_key"]
            place = (row["rule_id"], *entity)
            if row["relation"] == "hard_negative":
                self.negatives.add(place)
                continue
            self._spoilt.add(entity)
            defect = row.get("district_id"), row["defect_id"]
            self.injected.setdefault(row["rule_id"], set()).add(defect)
            if row["relation"] == "expected":
                self.expected.setdefault(place, set()).add(defect)
        self._parents = {}
        for child_type, child, parent_type, parent in parents:
            known = self._parents.setdefault((child_type, child), [])
            known.append((parent_type, parent))

    def judge(self, rule, kind, key):
        """(verdict, defects found, whether a hard negative is hit) of one finding."""
        place = rule, kind, key
        if place in self.expected:
            return "true", self.expected[place], False
        if place in self.negatives:
            return "false", set(), True
        return "apart" if self._is_spoilt((kind, key)) else "false", set(), False

    def _is_spoilt(self, entity):
        seen, ahead = set(), [entity]
        while ahead:
            entity = ahead.pop()
            if entity in self._spoilt:
                return True
            seen.add(entity)
            parents = self._parents.get(entity, [])
            ahead += [parent for parent in parents if parent not in seen]
        return False


def _score(rules, key, verdicts):
    judged = [verdict for rule in rules for verdict in verdicts.get(rule, [])]
    count = dict.fromkeys(("true", "false", "apart"), 0)
    found = set()
    for verdict, defects, _ in judged:
        count[verdict] += 1
        found |= defects
    injected = set().union(*(key.injected.get(rule, set()) for rule in rules))
    return _with_ratios(
        {
            "injected": len(injected),
            "found": len(found),
            "true_positives": count["true"],
            "false_positives": count["false"],
            "apart": count["apart"],
            "negatives_hit": sum(is_hit for _, _, is_hit in judged),
        }
    )


def _with_ratios(counts):
    true, false = counts["true_positives"], counts["false_positives"]
    precision = _ratio(true, true + false)
    recall = _ratio(counts["found"], counts["injected"])
    f1 = None
    if precision is not None and recall is not None:
        f1 = _ratio(2 * precision * recall, precision + recall)
    is_judged = true + false + counts["apart"] > 0
    return counts | {
        "precision": precision,
        "recall": recall,
        "f1": 0.0 if f1 is None and counts["injected"] and is_judged else f1,
    }


def _ratio(part, whole):
    return part / whole if whole else None
