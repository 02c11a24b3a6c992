"""What was checked and what went wrong, one line a check, in the form of scripts/check."""
import collections
import threading

SHOWN = 10  # faults of one check that are printed


class Verdict:
    """Checks by name with the sentence that should hold. Safe from any thread."""

    def __init__(self, checks):
        self.checks, self.faults, self.lock = checks, collections.defaultdict(list), threading.Lock()

    def fail(self, check, text):
        with self.lock:
            self.faults[check].append(text)

    def count(self, check):
        return len(self.faults[check])

    def print(self):
        """Prints every check; true when all hold."""
        for name, sentence in self.checks.items():
            for text in self.faults[name][:SHOWN]:
                print(f"  {text}")
            more = f" ({len(self.faults[name])} faults)" if self.faults[name] else ""
            print(f"{'FAIL' if more else 'OK  '} {sentence}{more}", flush=True)
        return not any(self.faults.values())
