// The exceptions riserun throws. Each message says where, what was expected, and what to do.
#pragma once

#include <stdexcept>

namespace riserun {

/// Base of everything riserun throws on purpose.
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Input data that cannot be used: "digits.csv:17:3: expected a number, found \"abc\"".
class DataError : public Error {
 public:
  using Error::Error;
};

/// A file or folder that cannot be read or written, or must not be overwritten.
class FileError : public Error {
 public:
  using Error::Error;
};

/// Sizes that do not fit together, such as a model and the data given to it.
class ShapeError : public Error {
 public:
  using Error::Error;
};

/// An option outside its range.
class ConfigError : public Error {
 public:
  using Error::Error;
};

/// A request that cannot be carried out as it is put, such as a name that does not exist. Its
/// message stands for itself, and may have a second line, such as a caret below a column.
class UsageError : public Error {
 public:
  using Error::Error;
};

/// A Value used against the rules: gradient of a constant, a rewound or foreign tape, a full tape.
class TapeError : public Error {
 public:
  using Error::Error;
};

/// A loss or gradient that is not finite any more; the last finite parameters are kept.
class DivergedError : public Error {
 public:
  using Error::Error;
};

/// A program that is needed and not installed, such as dot; names the package that brings it.
class MissingProgram : public Error {
 public:
  using Error::Error;
};

}  // namespace riserun
