"""What the errata must display: for each entry, numbers to the digit and words that matter.

The numbers were established independently of the page and of ``kltext``; the page has to
compute them.
"""

from __future__ import annotations

# Computed on the page and handed to the prose: a typed number does not count.
COMPUTED: dict[str, tuple[str, ...]] = {
    "errata-defaults": (
        *("0.34991", "0.50481", "0.8181", "2.8069", "0.7788", "1.17827", "1.2267"),
        *("0.1854", "0.22784"),
    ),
    "errata-01": ("0.2271", "0.22784"),
    "errata-02": ("0.1854", "2.2361", "0.17200"),
    "errata-03": (
        *("1", "0", "2.0470", "0.22651", "0.6327"),
        *("4.8245", "2.146", "1.291", "0.6540"),
        *("5.6002", "2.768", "1.0443", "0.68427", "17"),
    ),
    "errata-04": ("0.1054", "0.6931", "infinite"),
    "errata-05": (),
    "errata-06": ("infinite", "10.8198", "1.151", "6.21", "13.12"),
    "errata-07": ("13.1224", "10.8198"),
    "errata-08": ("-6.13 × 10⁻⁵", "1.3203 × 10⁻³"),
    "errata-09": ("-0.3466",),
    "errata-10": ("1.648", "0", "0.1840", "0.3681"),
    "errata-11": ("not a number (NaN)",),
    "errata-12": ("0.012307", "0.049229", "0.048832", "0.0434375", "0.04360"),
    "errata-13": (),
    "errata-14": (),
    "errata-15": (),
    "errata-16": ("50", "0"),
    "errata-17": ("infinite", "1.54", "29.79", "316.21"),
    "errata-18": ("0.6931", "0"),
    "errata-19": ("0", "0.3567", "0.6765", "0.0375", "0.6390"),
    "errata-20": ("-0.8836", "3.7215", "0.5000"),
    "errata-21": ("0.082283", "0.118709"),
    "errata-22": (),
    "errata-23": ("-1.3863", "0"),
    "errata-24": (),
    "errata-25": ("2", "0.5"),
    "errata-26": ("0.5", "0.3499", "1.4142", "0.3466"),
    "errata-27": ("1.2267", "1.1533"),
    "errata-right": (
        *("1.2267", "0.082", "0.1064", "0.1218", "0.8018", "0.8869", "0.0851"),
        *("-1.5721", "0.0566", "-1.5155"),
    ),
    "errata-elsewhere": (
        *("0.5", "0.721", "1.004", "4.9773", "25"),
        *("1", "3.466", "10.820", "7.278"),
    ),
}

# What else an entry must say.
SAID: dict[str, tuple[str, ...]] = {
    "errata-defaults": ("0.3499", "0.8181 and 2.8069", "1.1783", "0.1854 and 0.2271"),
    "errata-03": ("two folds", "not a pitchfork"),
    "errata-04": ("zero-avoiding and mode-covering", "zero-forcing and mode-seeking"),
    "errata-05": ("the expectation is under the first argument",),
    "errata-09": ("prints a warning", "says nothing"),
    "errata-10": ("normalised over the whole array",),
    "errata-11": ("log-softmax",),
    "errata-13": ("averaged over the states", "no divergence at all", "penalty", "forgetting"),
    "errata-14": ("reliability term", "Bröcker"),
    "errata-15": ("mean information for discrimination", "4 November 1952", "Kullback"),
    "errata-16": ("equal variances are symmetric",),
    "errata-18": ("chain rule",),
    "errata-22": ("It is relative entropy",),
    "errata-23": ("exact likelihood", "sum of divergences", "Wasserstein"),
    "errata-24": ("encourages", "collapse", "fail to fill the prior"),
    "errata-27": ("standard deviation and variance are exchanged",),
    "errata-elsewhere": ("version 2.13", "7.278", "nan", "−inf"),
}
