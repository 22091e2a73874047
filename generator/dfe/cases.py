"""The answer key: which school is which special case."""

import numpy as np
import pyarrow as pa

from generator.dfe.figures import table
from generator.dfe.returns import LEAD, MEMBER
from generator.dfe.schools import has_boarders


def find_cases(world):
    """{case: URNs}; the model knows them, no file says them."""
    schools, closed = world.schools, world.closed
    rows, listed, events = world.academies, world.maintained, world.events
    urn = schools.urn
    of_row = urn[rows.school]
    double = np.isin(closed.origin, events.merged)
    no_area = schools.is_state_funded & ~world.in_cdc
    no_area &= ~np.isin(np.arange(len(schools)), closed.origin[closed.in_cdc])
    no_census = schools.is_state_funded & ~world.in_census
    no_census &= ~np.isin(np.arange(len(schools)), closed.origin[closed.in_census])
    undated = np.bincount(world.blocks.school, world.blocks.age < 0, len(schools))
    blocks = np.bincount(world.blocks.school, minlength=len(schools))
    boarding = has_boarders(schools) & schools.is_state_funded
    negative_own = sum(getattr(world.own, name) < 0 for name in _cost_lines(world))
    negative = sum(getattr(world.money, name) < 0 for name in _cost_lines(world))
    return {
        "converted_in_year": urn[events.converted],
        "converted_before_year": urn[events.converted_before],
        "opened_in_year": urn[events.opened],
        "moved_trust_in_year": urn[events.moved],
        "joined_and_left_in_year": urn[events.came_and_went],
        "closed_in_year_academy": urn[events.closed_academies],
        "closed_in_year_maintained": urn[events.closed_maintained],
        "one_day_trust": urn[events.one_day],
        "early_transfer": of_row[
            (rows.joined >= events.start)
            & (rows.joined <= events.start + 9)
            & ~rows.is_one_day
        ],
        "part_year_academy": of_row[(rows.months < 12) & ~rows.is_one_day],
        "part_year_maintained": listed.urn[listed.months < 12],
        "two_predecessors": urn[events.merged],
        "predecessor_in_maintained_list": closed.urn[closed.has_return],
        "census_under_predecessor": urn[np.unique(closed.origin[closed.in_census])],
        "buildings_under_predecessor": urn[np.unique(closed.origin[closed.in_cdc])],
        "closed_predecessor": closed.urn,
        "merged_predecessor": closed.urn[double],
        "no_buildings": urn[no_area],
        "no_census": urn[no_census],
        "no_needs": urn[schools.is_state_funded & ~world.in_needs],
        "all_blocks_undated": urn[(undated == blocks) & world.in_cdc],
        "some_blocks_undated": urn[(undated > 0) & (undated < blocks) & world.in_cdc],
        "equal_buildings": urn[np.array(world.twins).ravel()],
        "did_not_supply": listed.urn[listed.not_supplied],
        "federation_lead": listed.urn[listed.role == LEAD],
        "federation_member": listed.urn[listed.role == MEMBER],
        "soft_federation": listed.urn[listed.is_soft],
        "pfi": urn[schools.is_pfi],
        "boarding": urn[boarding],
        "pfi_and_boarding": urn[boarding & schools.is_pfi],
        "no_pupils": urn[schools.is_state_funded & (world.heads == 0)],
        "negative_line": np.concatenate(
            [of_row[negative_own > 0], listed.urn[negative > 0]]
        ),
        "no_central_services": of_row[~world.has_central[rows.trust]],
        "urn_in_both_lists": of_row[world.in_both],
        "phase_unknown": urn[world.no_phase],
        "lead_not_listed": listed.urn[world.lost_members],
        "accented_name": urn[world.names.has_accents],
    }


def cases_table(world):
    """The answer key as a table: run_id, urn, case."""
    parts = [(case, np.unique(urns)) for case, urns in world.cases.items()]
    urns = np.concatenate([found for _, found in parts])
    cases = np.repeat([case for case, _ in parts], [len(found) for _, found in parts])
    order = np.lexsort([urns, cases])
    return pa.table(
        {
            "run_id": pa.array([str(world.year)] * len(urns), pa.string()),
            "urn": pa.array(urns[order].astype(np.int64)),
            "case": pa.array(cases[order].tolist(), pa.string()),
        }
    )


def _cost_lines(world):
    return list(table("costs").line)
