"""Lines of CSV as Parquet, in constant memory. Needs the extra `parquet`."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet

from companies import flat

GROUP = 1 << 24  # bytes of CSV that make a row group
TYPES = {
    flat.TEXT: pa.string(),
    flat.INTEGER: pa.int64(),
    flat.NUMBER: pa.decimal128(24, 4),
    flat.MOMENT: pa.timestamp("us", "UTC"),
    flat.FLAG: pa.bool_(),
}


class Written(io.RawIOBase):
    """A file that keeps what was written until it is taken."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.parts.append(bytes(data))
        return len(self.parts[-1])

    def taken(self) -> bytes:
        """What was written since it was last taken."""
        written = b"".join(self.parts)
        self.parts.clear()
        return written


def parquet(chunks: Iterator[bytes], kind: str) -> Iterator[bytes]:
    """A Parquet file from chunks of whole lines, a row group at a time."""
    schema = pa.schema([(column.name, TYPES[column.holds]) for column in flat.COLUMNS[kind]])
    out = Written()
    with pa.parquet.ParquetWriter(out, schema, compression="zstd") as writer:
        yield out.taken()
        for group in groups(chunks):
            writer.write_table(table(group, schema))
            yield out.taken()
    yield out.taken()


def groups(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Chunks put together to row groups."""
    parts, size = [], 0
    for chunk in chunks:
        parts.append(chunk)
        size += len(chunk)
        if size >= GROUP:
            yield b"".join(parts)
            parts, size = [], 0
    if parts:
        yield b"".join(parts)


def table(lines: bytes, schema: Any) -> Any:
    """Lines as typed columns; the apostrophe before what looks like a formula is for spreadsheets alone."""
    read = pa.csv.ReadOptions(column_names=schema.names, block_size=2 * GROUP)
    convert = pa.csv.ConvertOptions(column_types=schema, strings_can_be_null=True, null_values=[""])
    found = pa.csv.read_csv(io.BytesIO(lines), read_options=read, convert_options=convert)
    for place, column in enumerate(schema):
        if column.type == pa.string():
            plain = pc.replace_substring_regex(found[column.name], "^'('*[=+\\-@])", "\\1")
            found = found.set_column(place, column, plain)
    return found
