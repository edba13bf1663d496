"""Where content and models are, for both sides: the environment says, else they are in the repository.

Child processes inherit it, so that all of a service read and write the same folders.
"""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("HANDRAIL_DATA") or ROOT / "data").resolve()
MODELS = Path(os.environ.get("HANDRAIL_MODELS") or ROOT / "models").resolve()
