"""The solver HiGHS: with one thread and without a clock, so that the same question has the same answer."""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import highspy
import numpy as np

_OPTIONS: Final[dict[str, bool | int | float]] = {
    "output_flag": False,
    "threads": 1,
    "random_seed": 0,
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 0.99,
}
"""As costs are whole numbers, less than 1 apart is the least."""


class IntegerProgramme(NamedTuple):
    """What is to be chosen: columns that are taken or not, each with its cost and its entries in rows; the rows lie between
    ``low`` and ``high``."""

    costs: Sequence[float]
    entries: Sequence[Sequence[tuple[int, float]]]
    low: Sequence[float]
    high: Sequence[float]
    anyhow: int = 0
    """So many columns at the end may be any number."""


class IntegerAnswer(NamedTuple):
    """The columns that are taken, whether nothing costs less, and below which cost nothing lies."""

    taken: list[int]
    proven: bool
    least: float


def solve(asked: IntegerProgramme, nodes: int, start: Sequence[int] | None = None) -> IntegerAnswer | None:
    """The cheapest choice, after so many branches at most; None where none was found. ``start`` are columns to begin with."""
    solver = quiet_solver()
    solver.setOptionValue("mip_max_nodes", nodes)
    solver.passModel(_model(asked))
    if start is not None:
        begun = highspy.HighsSolution()
        taken = set(start)
        begun.col_value = [float(column in taken) for column in range(len(asked.costs))]
        solver.setSolution(begun)
    solver.run()
    info = solver.getInfo()
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return None
    values = solver.getSolution().col_value[: len(asked.costs) - asked.anyhow]
    proven = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return IntegerAnswer([at for at, share in enumerate(values) if share > 0.5], proven, info.mip_dual_bound)


def _model(asked: IntegerProgramme) -> Any:
    columns, whole = len(asked.costs), len(asked.costs) - asked.anyhow
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = columns, len(asked.low)
    model.col_cost_ = np.array(asked.costs, dtype=np.double)
    model.col_lower_ = np.zeros(columns)
    model.col_upper_ = np.array([1.0] * whole + [highspy.kHighsInf] * asked.anyhow)
    model.row_lower_, model.row_upper_ = (np.array(one, dtype=np.double) for one in asked[2:4])
    matrix = model.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kColwise
    matrix.start_ = np.cumsum([0, *map(len, asked.entries)]).astype(np.int32)
    matrix.index_ = np.array([row for entry in asked.entries for row, _one in entry], dtype=np.int32)
    matrix.value_ = np.array([one for entry in asked.entries for _row, one in entry], dtype=np.double)
    kinds = highspy.HighsVarType
    model.integrality_ = [kinds.kInteger] * whole + [kinds.kContinuous] * asked.anyhow
    return model


def quiet_solver() -> Any:
    """A solver that says nothing on the terminal, where a script reads what is calculated: its notice comes before any option
    can be set, but for those that are set where it connects its callbacks."""
    base: Any = highspy.Highs

    def connect(solver: Any) -> None:
        solver.setOptionValue("output_flag", False)
        base.enableCallbacks(solver)

    solver = type("QuietSolver", (base,), {"enableCallbacks": connect})()
    for option, value in _OPTIONS.items():
        solver.setOptionValue(option, value)
    return solver


def empty_programme(once: int, at_most: int) -> Any:
    """A linear programme without columns: rows that have to come to 1, then rows that may come to 1 at most."""
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = 0, once + at_most
    model.row_lower_ = np.array([1.0] * once + [-highspy.kHighsInf] * at_most)
    model.row_upper_ = np.array([highspy.kHighsInf] * once + [1.0] * at_most)
    return model
