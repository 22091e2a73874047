"""The views of schema platform have exactly the published columns, in name and type.

Their values are those of the marts.
"""

import json

import pytest
from conftest import query
from faulty_run import faulty_run

# name and type of each column, as published: nvarchar is varchar, bit is boolean,
# decimal(18) is decimal(16, 2), datetimeoffset a timestamp in UTC
PUBLISHED = {
    "ComparatorSet": """
        Pupil varchar, Building varchar, RunType varchar, RunId varchar, URN varchar,
        SetType varchar
    """,
    "FinancialPlan": """
        Input varchar, DeploymentPlan varchar, Created timestamp, CreatedBy varchar,
        UpdatedAt timestamp, UpdatedBy varchar, IsComplete boolean, Version integer,
        URN varchar, Year smallint
    """,
    "LocalAuthority": "Name varchar, Code varchar",
    "MetricRAG": """
        Value decimal(16.2), Mean decimal(16.2), DiffMean decimal(16.2),
        PercentDiff decimal(16.2), Percentile decimal(16.2), Decile decimal(16.2),
        RAG varchar, RunType varchar, RunId varchar, URN varchar, Category varchar,
        SubCategory varchar, SetType varchar
    """,
    "School": """
        SchoolName varchar, TrustCompanyNumber varchar, TrustName varchar,
        FederationLeadURN varchar, FederationLeadName varchar, LACode varchar,
        LAName varchar, LondonWeighting varchar, FinanceType varchar,
        OverallPhase varchar, SchoolType varchar, HasSixthForm boolean,
        HasNursery boolean, IsPFISchool boolean, OfstedDate date,
        OfstedDescription varchar, Telephone varchar, Website varchar,
        ContactEmail varchar, HeadteacherName varchar, HeadteacherEmail varchar,
        URN varchar
    """,
    "Trust": """
        TrustName varchar, CFOName varchar, CFOEmail varchar, OpenDate date,
        UID varchar, CompanyNumber varchar
    """,
    "TrustHistory": """
        CompanyNumber varchar, EventDate date, EventName varchar,
        AcademicYear smallint, SchoolURN varchar, SchoolName varchar, Id integer
    """,
    "UserDefinedComparatorSet": """
        Set varchar, RunType varchar, RunId varchar, URN varchar
    """,
}


def told(warehouse):
    rows = query(
        warehouse,
        "select table_name, column_name, data_type from information_schema.columns"
        " where table_schema = 'platform' order by table_name, ordinal_position",
    )
    tables = {}
    for table, column, kind in rows:
        kind = kind.lower().replace("decimal(16,2)", "decimal(16.2)")
        tables.setdefault(table, []).append(f"{column} {kind}")
    return tables


def test_there_are_eight_views(example_warehouse):
    assert set(told(example_warehouse)) == set(PUBLISHED)
    assert query(
        example_warehouse,
        "select count(*) from duckdb_views() where schema_name = 'platform'",
    ) == [(8,)]


@pytest.mark.parametrize("name", PUBLISHED)
def test_columns_and_types_are_the_published_ones(example_warehouse, name):
    columns = [" ".join(column.split()) for column in PUBLISHED[name].split(",")]
    assert told(example_warehouse)[name] == columns


def test_they_go_out_under_their_names(published):
    tables = told(published / "schoolhouse.duckdb")
    assert set(tables) == set(PUBLISHED)
    for name, columns in tables.items():
        expected = [" ".join(column.split()) for column in PUBLISHED[name].split(",")]
        assert columns == expected


def test_they_tell_what_the_marts_tell(tmp_path_factory):
    warehouse = faulty_run(tmp_path_factory)
    published = query(
        warehouse,
        'select "RunId", "URN", "Category", "SubCategory", "RAG", "Value", "Mean",'
        ' "DiffMean", "Percentile", "Decile", "SetType" from platform."MetricRAG"'
        " order by all",
    )
    marts = query(
        warehouse,
        "select run_id, urn::varchar, category, sub_category, rag, value, median,"
        " diff_median, percentile, decile, 'mixed' from benchmarking.fct_metric_rag"
        " order by run_id, urn::varchar, category, sub_category",
    )
    assert len(published) == len(marts) > 1000
    for one, other in zip(published, marts, strict=True):
        assert one[:5] == other[:5]
        assert [float(value) for value in one[5:10]] == pytest.approx(
            [float(value) for value in other[5:10]], abs=0.00501
        )
        assert one[10] == other[10]
    sets = query(
        warehouse,
        'select "Pupil", "Building", "URN", "RunType", "RunId"'
        ' from platform."ComparatorSet"',
    )
    assert len(sets) > 100
    members = dict(
        query(
            warehouse,
            "select (run_id, run_type, urn, set_type)::varchar,"
            " list(comparator_urn::varchar order by rank)"
            " from benchmarking.fct_comparator_set_members group by all",
        )
    )
    for pupil, building, urn, run_type, run_id in sets:
        for name, text in (("pupil", pupil), ("building", building)):
            key = f"({run_id}, {run_type}, {urn}, {name})"
            assert json.loads(text) == members.pop(key, [])
    assert members == {}
    schools, runs = query(
        warehouse,
        "select count(*), (select count(*) from benchmarking.dim_schools) from"
        ' platform."School"',
    )[0]
    assert schools == runs
    assert query(
        warehouse,
        'select count(*) from platform."UserDefinedComparatorSet"'
        ' where not "Set" like \'%"\' || "URN" || \'"%\'',
    ) == [(0,)]
