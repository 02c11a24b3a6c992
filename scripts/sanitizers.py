"""What programs built with a sanitizer are told; other builds do not look at it."""


def settings():
    """Variables for the environment of a program."""
    return {
        "ASAN_OPTIONS": "detect_stack_use_after_return=1:strict_string_checks=1",
        "UBSAN_OPTIONS": "print_stacktrace=1",
        "TSAN_OPTIONS": "second_deadlock_stack=1",
    }
