"""Runs of the Tapedeck workstation as tables; its sessions, sweeps and bars from Python."""

from ._program import TapedeckError
from ._run import Run, open_run
from ._session import Sweep, bars, open_sweep, run, sweep

__all__ = ["Run", "Sweep", "TapedeckError", "bars", "open_run", "open_sweep", "run", "sweep"]
__version__ = "0.1.0"
