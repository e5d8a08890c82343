"""The Data Package standard's verdict. The only part that calls Frictionless.

Frictionless decides what is valid and words the errors of rows and cells. What is added here: no network, no
traceback, the place of every problem in a descriptor, a look at each row while it goes by, and the screen, which
spares Frictionless the rows that are certainly valid.
"""

from civicstat.standard.checking import MAX_ERRORS, CheckedResource, check_resources
from civicstat.standard.descriptors import (
    DescriptorProblem,
    Reading,
    ResourceForm,
    descriptor_problems,
    read_descriptor,
    resource_form,
)
from civicstat.standard.fields import (
    FieldType,
    Row,
    authority,
    detect_encoding,
    typed_rows,
    value_reader,
    value_writer,
)
from civicstat.standard.notes import problem_of
from civicstat.standard.raw import read_rows

__all__ = [
    "MAX_ERRORS",
    "CheckedResource",
    "DescriptorProblem",
    "FieldType",
    "Reading",
    "ResourceForm",
    "Row",
    "authority",
    "check_resources",
    "descriptor_problems",
    "detect_encoding",
    "problem_of",
    "read_descriptor",
    "read_rows",
    "resource_form",
    "typed_rows",
    "value_reader",
    "value_writer",
]
