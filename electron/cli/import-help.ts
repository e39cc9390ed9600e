import { PRESETS } from '../../core/data-manager/importers/presets.ts';

export const HELP = `tapedeck import PATH… [options]

Looks at files of bars, or at all in a folder, and says how they would be read, with the evidence.
Reads CSV in any form, JSON, Parquet, Arrow, Excel, SQLite, LEAN's zips, and all of them packed (gz, zst, bz2, xz, zip, tar).
Splits and dividends (LEAN's factor_files, the columns Dividends and Stock Splits, a CSV with ex_date, kind and
factor, ratio or amount) are stored beside the bars.
Writes only with --yes, and only when no question (a line that begins with ?) is open.

  --yes                 write into the bar store
  --symbol S            whose bars they are; of a file with several symbols, that one alone
  --symbol-from X       the column that names the symbol, or a pattern whose first group is it in the path
  --interval I          1s, 1m, 5m, 1h, 1d … (else the step between rows)
  --zone Z              zone of times that carry none: America/New_York, UTC, EST …
  --stamp S             open or close: what a row's time is
  --columns LIST        time=Date,open=Price,volume=none … by name, or by number from 1
  --scale N             what prices are multiplied by: 1e-9
  --bars I              1s or 1m: rows are trades (time, price, size), which become bars of it
  --dates ORDER         mdy, dmy or ymd, where days and months could be either
  --decimal MARK        . or , where 1,234 could be either
  --group G             the exchange group whose hours the bars have: XLON, CME_EQUITY …
  --table NAME          a table of a database or a sheet of a workbook; "*" for all
  --overlap WHICH       first or last: which of two files wins that differ at the same times
  --write-plan FILE     writes what each file is taken for, to be edited
  --plan FILE           imports as that file says
  --source NAME         what the store names as source
  --adjusted            prices are adjusted for splits and dividends (else raw); LEAN's, which are raw, are adjusted
                        by its factor_files
  --preset P            ${Object.keys(PRESETS).join(', ')}
  --data DIR            the bar store
  --json                {"written", "proposals", "reports", "actions", "failures", "ignored"}

Example:
  tapedeck import downloads/AAPL_1min.csv --stamp close --yes
`;
