"""Answers of the same users in two phases, from relations to a table."""

from itertools import groupby

import pyarrow as pa
import pyarrow.compute as pc

from edstats.engagement.holm import holm
from edstats.engagement.paired import paired_change
from edstats.engagement.parameters import read_parameters
from edstats.engagement.relations import arrow_of, fields, table_of

QUESTION = ("organization_id", "question")
ANSWER = (*QUESTION, "user_key", "phase")
PANEL = pa.schema(
    [
        *fields(pa.string(), *QUESTION, "module", "method"),
        *fields(pa.int32(), "n_first", "n_last", "n_users"),
        *fields(pa.int32(), "desired_first", "desired_last", "lost", "gained"),
        *fields(pa.float64(), "share_first", "share_last"),
        *fields(pa.float64(), "difference", "ci_low", "ci_high"),
        *fields(pa.float64(), "statistic", "p_value", "p_adjusted"),
    ]
)


def panel_changes(responses, parameters, phases, z):
    """Table in columns PANEL, a row per question that was answered in either phase.

    responses: relation with response_id, user_key, organization_id, question, module,
        phase, is_valid, is_desired and responded_at
    phases: names of the first and the last phase, in any case
    P-values are adjusted after Holm over the questions of the organization that
    somebody answered twice.
    """
    rules = read_parameters(parameters)
    first, last = (phase.casefold() for phase in phases)
    rows = []
    answers = first_answers(responses, (first, last))
    for _, of_organization in groupby(answers, key=lambda row: row["organization_id"]):
        questions = []
        for _, group in groupby(of_organization, key=lambda row: row["question"]):
            questions.append(question_row(list(group), first, last, rules, z))
        tested = [row for row in questions if row["n_users"]]
        adjusted = holm([row["p_value"] for row in tested])
        for row, p_value in zip(tested, adjusted, strict=True):
            row["p_adjusted"] = float(p_value)
        rows += questions
    return table_of(rows, PANEL)


def first_answers(responses, phases):
    """Dicts, by ANSWER: the first valid answer of each user, question and phase."""
    table = arrow_of(
        responses,
        *("response_id", "organization_id", "user_key", "question", "module"),
        *("phase", "is_valid", "is_desired", "responded_at"),
    )
    table = table.set_column(
        table.column_names.index("phase"), "phase", pc.utf8_lower(table["phase"])
    )
    wanted = pc.and_(
        pc.fill_null(table["is_valid"], False),
        pc.is_in(table["phase"], pa.array(phases)),
    )
    table = table.filter(wanted)
    # the identifier settles which was first of two at the same time
    order = (*ANSWER, "responded_at", "response_id")
    rows = table.sort_by([(name, "ascending") for name in order]).to_pylist()
    groups = groupby(rows, key=lambda row: tuple(row[name] for name in ANSWER))
    return [next(group) for _, group in groups]


def question_row(answers, first, last, rules, z):
    """A dict in columns PANEL of one question; `p_adjusted` is still to come."""
    desired = {phase: {} for phase in (first, last)}
    for answer in answers:
        desired[answer["phase"]][answer["user_key"]] = bool(answer["is_desired"])
    both = desired[first].keys() & desired[last].keys()
    pairs = [(desired[first][user], desired[last][user]) for user in both]
    lost, gained = pairs.count((True, False)), pairs.count((False, True))
    kept = pairs.count((True, True))
    change = paired_change(lost, gained, len(pairs), rules.mcnemar_exact_below, z)
    return {name: answers[0][name] for name in QUESTION} | {
        "module": min(filter(None, (row["module"] for row in answers)), default=None),
        "method": change.method if pairs else None,
        "n_first": len(desired[first]),
        "n_last": len(desired[last]),
        "n_users": len(pairs),
        "desired_first": kept + lost,
        "desired_last": kept + gained,
        "lost": lost,
        "gained": gained,
        "share_first": (kept + lost) / len(pairs) if pairs else None,
        "share_last": (kept + gained) / len(pairs) if pairs else None,
        "difference": change.difference,
        "ci_low": change.low,
        "ci_high": change.high,
        "statistic": change.statistic if pairs else None,
        "p_value": change.p_value if pairs else None,
        "p_adjusted": None,
    }
