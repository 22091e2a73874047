"""Options: layers, what is refused, and what --explain says."""

import dataclasses
from pathlib import Path

import numpy as np
import pytest
import yaml

from generator.config import Config, DemoOptions, DistrictOptions
from generator.resolve import explained, known_keys, presets, resolve
from generator.settings import BadOption


@pytest.fixture
def yaml_file(tmp_path):
    """A function that writes settings to a YAML file."""

    def write(text):
        path = tmp_path / "run.yml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_the_defaults_are_those_of_preset_default():
    config, _ = resolve()
    assert config == Config()
    assert config.district.schools == 40
    assert config.district.students == 25_000
    assert config.parts == ("district", "dfe", "dost")
    assert config.dfe.schools == 24_400
    assert config.as_of == np.datetime64("2026-05-29")


def test_every_preset_makes_a_config():
    sizes = {name: resolve({"preset": name})[0].district for name in presets()}
    assert (sizes["tiny"].schools, sizes["tiny"].students) == (4, 1_200)
    assert resolve({"preset": "tiny"})[0].dfe.schools == 1_200
    users = [resolve({"preset": name})[0].dost.users for name in presets()]
    assert users == [500, 10_000, 50_000, 500_000, 10_000]
    assert resolve({"preset": "seed"})[0].parts == ("district",)
    assert (sizes["large"].students, sizes["large"].daily_years) == (120_000, 3)
    assert sizes["huge"].students == 1_000_000


def test_later_layers_win(yaml_file):
    path = yaml_file(
        "preset: tiny\nyears: 2\nseed: 5\ndistrict:\n  schools: 6\nworkers: 3\n"
    )
    config, origins = resolve(
        {"seed": "6", "years": "3"}, ["district.terms=3", "years=4"], path
    )
    # preset tiny < file < option < --set
    assert config.district.students == 1_200
    assert config.district.schools == 6
    assert config.workers == 3
    assert config.seed == 6
    assert config.years == 4
    assert config.district.terms == 3
    assert origins["district.students"] == "preset tiny"
    assert origins["district.schools"] == f"--config {path}"
    assert origins["seed"] == "command line"
    assert origins["years"] == "--set"


def test_the_preset_of_the_command_line_beats_that_of_the_file(yaml_file):
    config, _ = resolve({"preset": "large"}, [], yaml_file("preset: tiny\n"))
    assert config.district.students == 120_000


def test_explain_gives_a_file_that_makes_the_same_config(yaml_file):
    sets = ["district.summer=yes", "rates.D07=0.5", "demo.num_terms=4"]
    config, origins = resolve({"preset": "tiny", "roster": "clever,sis"}, sets)
    lines = explained(config, origins)
    assert len(lines) == len(known_keys())
    assert any(line.split() == ["seed:", "1", "#", "default"] for line in lines)
    again, _ = resolve(config_file=yaml_file("\n".join(lines)))
    assert again == config


def test_explain_is_yaml_of_every_setting():
    config, origins = resolve({"preset": "tiny"})
    values = yaml.safe_load("\n".join(explained(config, origins)))
    assert values["district.students"] == 1_200
    assert set(values) == set(known_keys())


@pytest.mark.parametrize(
    ("options", "sets", "words"),
    [
        (
            {"preset": "big"},
            [],
            ["--preset", "big", "tiny, default, large, huge, seed"],
        ),
        ({"parts": "dosa"}, [], ["--parts", "dosa", "district, dfe, dost"]),
        ({"roster": "sis,ed-fi"}, [], ["--roster", "ed-fi", "oneroster12"]),
        ({"roster": "sis,sis"}, [], ["--roster", "sis,sis", "each once"]),
        ({"defects": "some"}, [], ["--defects", "some", "none, default, heavy"]),
        ({"format": "xls"}, [], ["--format", "xls", "csv, parquet, both"]),
        ({"format": "json"}, [], ["--format", "json", "clever-demo"]),
        ({"format": "both", "roster": "clever"}, [], ["--format", "both", "sis"]),
        ({"out": "."}, [], ["--out", ".", "by its name"]),
        ({"out": "/"}, [], ["--out", "/", "by its name"]),
        ({"out": ".."}, [], ["--out", "..", "by its name"]),
        ({"seed": "x"}, [], ["--seed", "x", "a whole number from 0"]),
        ({"seed": "-1"}, [], ["--seed", "-1", "a whole number from 0"]),
        ({"as-of": "2026-02-30"}, [], ["--as-of", "2026-02-30", "YYYY-MM-DD"]),
        ({"as-of": "2026-05"}, [], ["--as-of", "2026-05", "YYYY-MM-DD"]),
        ({"as-of": "1970-01-01"}, [], ["--as-of", "1970-01-01", "2000 to 2099"]),
        ({"years": "0"}, [], ["--years", "0", "1 to 10"]),
        ({"years": "11"}, [], ["--years", "11", "1 to 10"]),
        ({"workers": "0"}, [], ["--workers", "0", "1 to 64"]),
        ({"truth": "data/raw/truth"}, [], ["--truth", "data/raw/truth", "not in"]),
        ({"out": "a", "truth": "a"}, [], ["--truth", "a", "not in"]),
        (
            {"out": "a", "truth": "a_clever/x", "roster": "sis,clever"},
            [],
            ["--truth", "a_clever/x", "not in"],
        ),
        ({}, ["district.schools=-4"], ["district.schools", "-4", "1 to"]),
        ({}, ["district.students=100"], ["district.students", "100", "800"]),
        ({}, ["district.prob_iep=1.01"], ["district.prob_iep", "1.01", "from 0 to 1"]),
        ({}, ["district.prob_el=-0.1"], ["district.prob_el", "-0.1", "from 0 to 1"]),
        ({}, ["district.prob_el=nan"], ["district.prob_el", "nan", "from 0 to 1"]),
        ({}, ["district.terms=5"], ["district.terms", "5", "2, 3, 4"]),
        ({}, ["district.summer=maybe"], ["district.summer", "maybe", "true, false"]),
        ({}, ["district.state=California"], ["district.state", "two-letter"]),
        ({}, ["rates.D07=2"], ["rates.D07", "2", "from 0 to 1"]),
        ({}, ["rates.D14=0.5"], ["rates.D14", "0.5", "whole number"]),
        ({}, ["rates.D19=0.5"], ["--set", "rates.D19", "rates.D1"]),
        ({}, ["dfe.schools=12"], ["dfe.schools", "12", "100 to"]),
        ({}, ["dfe.layout=2021"], ["dfe.layout", "2021", "2022, 2023, 2024, 2025"]),
        ({}, ["dfe.without=../ks2.xlsx"], ["dfe.without", "ks2.xlsx"]),
        ({}, ["distric.schools=4"], ["--set", "distric.schools", "district.schools"]),
        ({}, ["seed"], ["--set", "seed", "key=value"]),
        (
            {"preset": "seed"},
            ["demo.do_attendance=yes", "demo.att_start_date=2026-05-30"],
            ["demo.att_start_date", "2026-05-30", "not after --as-of 2026-05-29"],
        ),
        (
            {"preset": "seed"},
            ["demo.school_start_year=2027"],
            ["demo.school_start_year", "2027", "not after --as-of 2026-05-29"],
        ),
        ({"preset": "seed", "roster": "sis"}, [], ["--roster", "sis", "clever-demo"]),
    ],
)
def test_a_bad_value_is_refused_with_its_name_and_what_is_allowed(options, sets, words):
    with pytest.raises(BadOption) as refused:
        resolve(options, sets)
    message = str(refused.value)
    assert "\n" not in message
    for word in words:
        assert word in message


def test_a_bad_value_in_a_file_names_the_file(yaml_file):
    path = yaml_file("district: {schools: 0}\n")
    with pytest.raises(BadOption, match=r"run.yml, district.schools: 0 is not allowed"):
        resolve(config_file=path)


@pytest.mark.parametrize("text", ["- a\n- b\n", "a: [", "studens: 5\n"])
def test_a_file_that_is_no_list_of_settings_is_refused(yaml_file, text):
    with pytest.raises(BadOption, match=r"run\.yml"):
        resolve(config_file=yaml_file(text))


def test_a_missing_file_is_refused():
    with pytest.raises(BadOption, match=r"nowhere\.yml.*No such file"):
        resolve(config_file="nowhere.yml")


def test_configs_cannot_change_and_check_what_they_are_made_from():
    with pytest.raises(dataclasses.FrozenInstanceError):
        Config().seed = 2
    with pytest.raises(BadOption):
        DistrictOptions(schools=0)
    with pytest.raises(BadOption):
        DemoOptions(prob_frl=2)


def roots(**options):
    """(roster, folder, formats) of the raw roots, below somewhere/."""
    made = Config(out="somewhere/raw", **options).raw_roots()
    assert all(one.folder.parent == Path("somewhere") for one in made)
    return [(one.roster, one.folder.name, one.formats) for one in made]


def test_every_further_roster_has_a_raw_root_beside_the_first():
    assert roots(roster="clever,sis,oneroster12") == [
        ("clever", "raw", ("csv",)),
        ("sis", "raw_sis", ("csv",)),
        ("oneroster12", "raw_oneroster12", ("csv",)),
    ]
    assert Config(out="somewhere/raw").truth == Path("somewhere/truth")


def test_csv_and_parquet_of_a_district_do_not_share_a_raw_root():
    assert roots() == [("sis", "raw", ("csv",))]
    assert roots(formats="parquet") == [("sis", "raw", ("parquet",))]
    assert roots(formats="both", roster="sis,clever") == [
        ("sis", "raw", ("csv",)),
        ("sis", "raw_parquet", ("parquet",)),
        ("clever", "raw_clever", ("csv",)),
    ]
    assert roots(formats="both", roster="clever,sis") == [
        ("clever", "raw", ("csv",)),
        ("sis", "raw_sis", ("csv",)),
        ("sis", "raw_parquet", ("parquet",)),
    ]


def test_formats_of_the_demo_generator():
    demo = DemoOptions(output_format="both")
    assert roots(roster="clever-demo", demo=demo) == [
        ("clever-demo", "raw", ("csv", "json"))
    ]
    assert roots(roster="clever-demo", formats="json") == [
        ("clever-demo", "raw", ("json",))
    ]


def test_only_given_rates_replace_those_of_the_level():
    config, _ = resolve({}, ["rates.D07=0.05", "rates.D14=2"])
    assert config.rates.given() == {"D07": 0.05, "D14": 2}
