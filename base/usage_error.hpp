// The exception for a request that cannot be carried out as it is put.
#pragma once

#include <riserun/base/errors.hpp>

namespace riserun {

/// A request that cannot be carried out as it is put, such as a name that does not exist. Its
/// message stands for itself, and may have a second line, such as a caret below a column.
class UsageError : public Error {
 public:
  using Error::Error;
};

}  // namespace riserun
