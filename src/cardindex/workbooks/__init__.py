"""Workbooks: the tables as one XLSX file whose cells are all text, and the way back.

A workbook is for editing: its columns are those of the tables, with lists to choose from where a
table has fixed words or ids. It remembers the rows that it was made of, so that what others have
changed in the tables meanwhile is not taken back with it.
"""

from cardindex.workbooks.reading import is_of_tables, read
from cardindex.workbooks.returning import returned
from cardindex.workbooks.writing import MOST_ROWS, TooLarge, to_bytes

__all__ = ["MOST_ROWS", "TooLarge", "is_of_tables", "read", "returned", "to_bytes"]
