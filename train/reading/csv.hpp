// Numbers, labels and names from CSV and TSV files.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include <riserun/train/data/dataset.hpp>

namespace riserun::train {

/// Whether the first line holds column names. automatic: it does when none of its fields is a
/// number, or when only the label's field is text there and a number below.
enum class HeaderRow { automatic, yes, no };

/// What stands before a number's fraction. automatic: a comma where only a comma does, and fields
/// are not separated by commas.
enum class DecimalSign { automatic, point, comma };

/// How to read a file.
struct CsvOptions {
  /// What to predict: "last", "first", "none" (features only), a column's name, or its number
  /// from 1. Names or numbers between commas make a regression with several targets.
  std::string label = "last";
  Task task = Task::classification;  // regression: the label is a number to predict
  bool infer_task = false;  // numbers instead of classes where the labels are (task_choice.hpp)
  HeaderRow header = HeaderRow::automatic;
  char separator = '\0';  // '\0': told by the first lines: tab , ; | or spaces
  DecimalSign decimal = DecimalSign::automatic;
  std::vector<std::string> classes{};  // the classes in order; empty: those found (see load_csv)
  std::vector<std::string> ignore{};   // columns to leave out, by name or number from 1
  std::size_t skip_lines = 0;          // lines before the header or the first row
  bool missing = false;      // keep missing features as NaN, to be imputed; else they are refused
  bool any_columns = false;  // features of every kind (see below); else all must be numbers
  std::vector<std::string> columns{};  // "NAME=kind" or "3=kind": what the rows do not decide

  /// Throws ConfigError for an impossible separator or for classes given to a regression.
  void validate() const;
};

/// Reads a whole file, gzipped or plain, into a data set.
///
/// A field may be quoted ("" stands for one quote; separators and newlines may lie inside). Lines
/// end in LF or CRLF, the last one perhaps in neither; a byte order mark, blank lines and comments
/// are skipped: lines that begin with "# ", or with # above the first row (where the last of them may
/// hold the names). Numbers are decimal, read alike in every locale; spaces around them
/// and a leading + are accepted, and decimal commas where another sign separates the fields.
/// Integer labels become classes in numeric order ("1", "+1" and "1.0" are one class, named "1"),
/// unless one of them is a code (leading zeros, or more than 15 digits): all stay as written then.
/// Other labels become classes in byte order of their names, so that shuffled rows give the same
/// classes. A feature is missing when its field is empty or says
/// ?, -, ., NA, N/A, #N/A, NaN, null or none, in any case of letters; a label never is. "1,607", "12%"
/// and "$5" are numbers (see written_number.hpp).
///
/// With any_columns each feature has the kind that most of its values have (see column_survey.hpp);
/// names become codes, which a Preparation makes inputs of. Left out, and named in Schema::left_out,
/// are columns that say nothing (the same in every row, or missing), that name or number the rows,
/// and free text. Without it the features must be numbers.
///
/// Throws FileError when the file cannot be read, ConfigError for unusable options, and DataError
/// for content: "digits.csv:17:3: expected a number, found "abc" (field 2, "p01")", where 17 is the
/// line and 3 the byte of that line where the field starts, both from 1, as editors count.
[[nodiscard]] Dataset load_csv(const std::filesystem::path& path, const CsvOptions& options = {});

/// load_csv on text that is in memory already; `source` takes the file name's place in messages.
[[nodiscard]] Dataset parse_csv(std::string text, const CsvOptions& options,
                                const std::string& source);

}  // namespace riserun::train
