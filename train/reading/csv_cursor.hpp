// Walks over the fields of a CSV text, one after the other.
#pragma once

#include <cstddef>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <riserun/base/number_text.hpp>

namespace riserun::train {

/// A field without the spaces and quotes around it.
struct CsvField {
  std::string_view text;
  const char* where = nullptr;  // its first byte in the file, for messages
  bool quoted = false;
};

/// The reading position. Records are lines, but for newlines inside quotes.
class CsvCursor {
 public:
  /// `text` must outlive the cursor and be followed by a zero byte, as a std::string's is.
  CsvCursor(const std::string& text, std::size_t offset, char separator, const std::string& source);

  /// From now on number() returns NaN for a missing value instead of refusing it.
  void allow_missing(bool allowed) { allow_missing_ = allowed; }

  /// From now on a text in place of a number is answered with how to leave its column out, or to take
  /// it as a category where `kinds`: the caller has such options. `words`: how it calls each column.
  void offer_ignore(std::vector<std::string> words, bool kinds) {
    column_words_ = std::move(words);
    offers_kinds_ = kinds;
  }
  [[nodiscard]] bool offers_ignore() const { return !column_words_.empty(); }
  [[nodiscard]] const std::string& word_of(std::size_t column) const {
    return column_words_.at(column);
  }

  /// Another cursor over the same text, from there on.
  [[nodiscard]] CsvCursor at(std::size_t offset) const {
    CsvCursor other = *this;
    other.at_ = begin_ + offset;
    other.record_ended_ = true;
    return other;
  }

  /// Goes to the next record that is neither blank nor a comment ("# .."); false at the end of the
  /// text.
  bool start_record();
  /// Whether the field just read was the last of its record.
  [[nodiscard]] bool record_ended() const { return record_ended_; }

  /// The next field of the record; its text lives as long as the cursor.
  CsvField field();
  /// The next field, a finite number; `name` is the column's, for the message, and so is whether it
  /// is a number to predict.
  double number(std::size_t column, std::string_view name, bool target = false);
  /// The next `out.size()` fields, finite numbers, the first of them in `column`; name_of(c) is
  /// that of column c. Returns how many there were before the record ended.
  template <class NameOf>
  std::size_t numbers(std::span<double> out, std::size_t column, const NameOf& name_of) {
    std::size_t i = 0;
    while (i < out.size() && !record_ended_) {
      i += small_numbers(out.subspan(i));
      if (i == out.size()) break;
      out[i] = number(column + i, name_of(column + i));
      ++i;
    }
    return i;
  }
  /// NaN for a field that is missing, where that is allowed; else throws DataError.
  [[nodiscard]] double missing(const CsvField& field, std::size_t column,
                               std::string_view name) const;
  /// Reads past the next field.
  void skip() { static_cast<void>(field()); }

  /// Where the next field starts.
  [[nodiscard]] const char* position() const { return at_; }
  [[nodiscard]] std::size_t offset() const { return static_cast<std::size_t>(at_ - begin_); }

  /// At least as many as there can be records of so many fields from here on.
  [[nodiscard]] std::size_t most_records(std::size_t fields) const;

  /// "source:line:column"; the line is counted only here, so reading need not.
  [[nodiscard]] std::string place(const char* where) const { return located().place(where); }
  /// The whole text, for messages.
  [[nodiscard]] LocatedText located() const {
    return {{begin_, static_cast<std::size_t>(end_ - begin_)}, source_};
  }
  /// Throws DataError "source:line:column: message".
  [[noreturn]] void fail(const char* where, const std::string& message) const {
    located().fail(where, message);
  }

 private:
  std::size_t small_numbers(std::span<double> out);
  void finish_field();
  [[nodiscard]] std::string_view quoted_field();
  [[noreturn]] void fail_number(const CsvField& field, std::size_t column, std::string_view name,
                                bool target) const;

  const char* begin_;
  const char* end_;
  const char* at_;
  char separator_;
  bool record_ended_ = true;
  bool allow_missing_ = false;
  std::vector<std::string> column_words_;
  bool offers_kinds_ = false;
  const std::string& source_;
  std::deque<std::string> unescaped_;  // quoted fields that held ""
};

}  // namespace riserun::train
