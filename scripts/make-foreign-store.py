"""
Writes test/fixtures/foreign-store: months of the bar store as other tools write them, and their bars as JSON.

    pip install pandas==3.1.1 pyarrow==26.0.1 polars==2.1.0 fastparquet==2026.9.0
    python scripts/make-foreign-store.py

The bars are made up. Each file differs from the others in what a reader may stumble over.
"""

import json
import pathlib

import fastparquet
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

FOLDER = pathlib.Path(__file__).parent.parent / 'test' / 'fixtures' / 'foreign-store'
ROWS = 60

random = np.random.default_rng(7)
close = np.round(20 + np.cumsum(random.normal(0, 0.02, ROWS)), 2)
frame = pd.DataFrame(
    {
        't': pd.date_range('2025-07-02 13:30', periods=ROWS, freq='min', tz='UTC'),
        'o': close,
        'h': np.round(close + 0.05, 2),
        'l': np.round(close - 0.05, 2),
        'c': np.round(close + 0.01, 2),
        'v': random.integers(0, 90_000, ROWS),
    }
)
epoch_ms = [int(moment.timestamp() * 1000) for moment in frame.t]
table = pa.Table.from_pandas(frame, preserve_index=False)
nanoseconds = frame.assign(t=frame.t.astype('datetime64[ns, UTC]'))
new_york = frame.assign(t=frame.t.dt.tz_convert('America/New_York'))
lazy = pl.from_pandas(frame)

FOLDER.mkdir(parents=True, exist_ok=True)
path = lambda name: str(FOLDER / f'{name}.parquet')

new_york.set_index('t').to_parquet(path('pandas-index-new-york-brotli'), compression='brotli')
frame.assign(v=frame.v.astype('uint32')).to_parquet(path('pandas-int96-uint32'), use_deprecated_int96_timestamps=True)
pq.write_table(table, path('arrow-pages-v2-small'), data_page_version='2.0', data_page_size=64, write_batch_size=8)
pq.write_table(table, path('arrow-no-statistics'), write_statistics=False, compression='gzip')
pq.write_table(table.select(['v', 'c', 'l', 'h', 'o', 't']), path('arrow-groups-of-7'), row_group_size=7)
pq.write_table(
    table,
    path('arrow-delta-and-split'),
    use_dictionary=False,
    column_encoding={name: 'DELTA_BINARY_PACKED' if name in 'tv' else 'BYTE_STREAM_SPLIT' for name in 'tohlcv'},
)
seconds = pa.array((np.array(epoch_ms) // 1000).astype('int32'))
pq.write_table(table.set_column(0, 't', seconds), path('arrow-seconds-int32'), compression='lz4')
lazy.write_parquet(path('polars-groups-no-statistics'), row_group_size=25, statistics=False, data_page_size=100)
lazy.write_parquet(path('polars-zstd'))
fastparquet.write(path('fastparquet-snappy'), nanoseconds, compression='SNAPPY', row_group_offsets=20)

bars = {'t': epoch_ms, **{name: frame[name].tolist() for name in 'ohlcv'}}
(FOLDER / 'bars.json').write_text(json.dumps(bars) + '\n')
