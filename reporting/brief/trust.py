"""The sections on trust, method and limits."""

from __future__ import annotations

from collections import Counter

from reporting.brief.district import MOST_RULES, District, run
from reporting.brief.findings import sentences
from reporting.brief.numbers import filled
from reporting.brief.pictures import VALUES
from reporting.project import literal


def metrics(about: District) -> list[str]:
    """The metrics that the brief tells of."""
    rows = about.findings.rows
    return sorted({row["metric_name"] for row in rows})


def trust(about: District) -> list[str]:
    said = sentences()["trust"]
    cards = about.numbers.rows(
        "rpt_quality__scorecards",
        ("unit_type", "unit_key"),
        f"where unit_type = 'district' and unit_key = {literal(about.district_id)}",
    )
    if not cards or cards[0]["score"] is None:
        texts = [said["unscored"]]
    else:
        score = about.numbers.number("trust", cards[0], "score", "number")
        values = {"score": score, "grade": cards[0]["grade"]}
        texts = [filled(said["score"], values)]
    rows = run(about, "trust", "quarantined_rows", "count")
    issues = about.numbers.asked("trust", open_issues(about), "count")
    texts.append(filled(said["held_back"], {"rows": rows, "issues": issues}))
    if graded(about):
        by_grade: dict[str, list[str]] = {}
        for metric, grade, _ in graded(about):
            by_grade.setdefault(grade or "no grade", []).append(label(about, metric))
        grades = "; ".join(
            f"{grade} for {', '.join(by_grade[grade])}" for grade in sorted(by_grade)
        )
        texts.append(filled(said["metrics"], {"grades": grades}))
    heaviest = blamed(about)
    if heaviest:
        named = ", ".join(
            f"{about.numbers.name(name)} ({about.numbers.name(rule_id)})"
            for rule_id, name in heaviest
        )
        texts.append(filled(said["blamed"], {"rules": named}))
    return texts


def label(about: District, metric: str) -> str:
    shown = about.findings.displays.get(metric)
    return shown["label"] if shown else sentences()["metrics"][metric]


def open_issues(about: District, condition: str = "true") -> str:
    return (
        "select count(*) from reports.rpt_quality__issues where status = 'open'"
        f" and {about.mine} and {condition}"
    )


def graded(about: District) -> list[tuple[str, str | None, str | None]]:
    """Metric, trust grade, and the rules that lower it, the heaviest first."""
    names = ", ".join(f"'{metric}'" for metric in metrics(about)) or "null"
    return about.connection.execute(
        "select metric, grade, because from metrics.met_dq_trust"
        f" where unit_type = 'district' and unit_key = {literal(about.district_id)}"
        f" and metric in ({names}) order by metric"
    ).fetchall()


def blamed(about: District) -> list[tuple[str, str]]:
    """Rules by the number of metrics that they stand behind, the most first."""
    behind: Counter[str] = Counter()
    for _, _, because in graded(about):
        behind.update(because.split("; ")[:MOST_RULES] if because else [])
    names = dict(
        about.connection.execute(
            "select rule_id, min(name) from reports.rpt_quality__rules group by 1"
        ).fetchall()
    )
    order = sorted(behind, key=lambda rule_id: (-behind[rule_id], rule_id))
    return [(rule_id, names.get(rule_id, rule_id)) for rule_id in order[:MOST_RULES]]


def method(about: District) -> list[str]:
    said = sentences()["method"]
    run_id = about.connection.execute(
        "select run_id from reports.rpt_quality__summary"
    ).fetchone()[0]
    as_of = run(about, "method", "as_of_date", "date")
    texts = [
        filled(said["data"], {"as_of": as_of, "run_id": about.numbers.name(run_id)})
    ]
    if about.findings.rows:
        parameter = "select value from reference.brief_parameters where parameter = "
        texts.append(said["chosen"])
        level = about.numbers.asked(
            "method", f"{parameter}'interval_level'", "whole percent"
        )
        rate = about.numbers.asked(
            "method", f"{parameter}'false_discovery_rate'", "whole percent"
        )
        texts.append(filled(said["intervals"], {"level": level, "rate": rate}))
        named = policies(about)
        if named:
            texts.append(filled(said["policies"], {"policies": named}))
    if about.results:
        texts.append(said["programs"])
    return texts


def policies(about: District) -> str:
    """Who defines what the findings tell of."""
    rows = about.connection.execute(
        "select distinct policies.authority"
        " from reports.rpt_district__brief_findings as rules"
        " inner join reference.metric_policies as policies"
        " on rules.metric_name = policies.metric_name"
        " and rules.policy_id = policies.policy_id"
        f" where rules.{about.mine} order by policies.authority"
    ).fetchall()
    return ", ".join(about.numbers.name(authority) for (authority,) in rows)


def limits(about: District, missing: list[str]) -> list[str]:
    said = sentences()["limits"]
    texts = []
    if about.connection.execute(
        "select is_synthetic from reports.rpt_quality__summary"
    ).fetchone()[0]:
        texts.append(said["synthetic"])
    texts += unknown_and_hidden(about)
    if about.findings.rows:
        texts.append(said["described"])
    if any(row["design"] == "matched_ancova" for row in about.results):
        texts.append(said["matched"])
    if about.connection.execute(
        "select rules_not_run > 0 from reports.rpt_quality__summary"
    ).fetchone()[0]:
        rules = run(about, "limits", "rules_not_run", "count")
        texts.append(filled(said["not_run"], {"rules": rules}))
    if missing:
        # without the question mark, as they stand in one sentence
        named = "; ".join(
            sentences()["questions"][each]["heading"].rstrip("?") for each in missing
        )
        texts.append(filled(said["missing"], {"questions": named}))
    return texts


def unknown_and_hidden(about: District) -> list[str]:
    said = sentences()["limits"]
    mine = f"from reports.rpt_district__metric_values where {about.mine}"
    latest = f"{mine} and school_year = (select max(school_year) {mine})"
    (all_figures, hidden) = about.connection.execute(
        "select count(*), count(*) filter (where suppression_state <> 'published')"
        f" {latest}"
    ).fetchone()
    if not all_figures:
        return []
    asked = about.numbers.asked
    year = f"select max(school_year) {mine}"
    texts = []
    rows = about.numbers.rows(
        "rpt_district__metric_values",
        VALUES,
        latest.removeprefix("from reports.rpt_district__metric_values ")
        + " and metric_name = 'enrollment' and unit_type = 'district'"
        " and subgroup_key like '%:unknown' and suppression_state = 'published'"
        " and value > 0 order by value desc, subgroup_key",
    )
    if rows:
        groups = ", ".join(
            filled(
                said["unknown_group"],
                {
                    "group": about.numbers.name(row["subgroup_name"].lower()),
                    "students": about.numbers.number("limits", row, "value", "count"),
                },
            )
            for row in rows
        )
        values = {"year": asked("limits", year, "year"), "groups": groups}
        texts.append(filled(said["unknown"], values))
    if hidden:
        state = "suppression_state <> 'published'"
        values = {
            "hidden": asked("limits", f"select count(*) {latest} and {state}", "count"),
            "all": asked("limits", f"select count(*) {latest}", "count"),
            "year": asked("limits", year, "year"),
            "least": asked("limits", f"select max(min_students) {latest}", "count"),
        }
        texts.append(filled(said["hidden"], values))
    return texts
