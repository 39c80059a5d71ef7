"""What pytest shall not collect among the tests of the exercises."""

collect_ignore = ["course"]  # a bank, which klgrade loads
