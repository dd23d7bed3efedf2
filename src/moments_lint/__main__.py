"""Where the command starts."""

import gc


def main() -> None:
    """Run the command. It makes hardly any cycles, and looking for them would be a twentieth of the start."""
    gc.set_threshold(50_000, 20, 20)
    from moments_lint import deferred

    deferred.install()
    from moments_lint.cli import main as run

    run()


if __name__ == "__main__":
    main()
