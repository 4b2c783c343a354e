"""The patient page: banner, trend, results and what hangs on them."""
