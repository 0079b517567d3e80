"""``python -m convert`` is the command ``zhaibian``."""

from convert.cli import run

if __name__ == "__main__":
    run()
