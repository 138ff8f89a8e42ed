// The folder of a test, and what an action throws.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "tests/temporary_folder.hpp"

namespace riserun::train {

using test::content_of;
using test::TemporaryFolder;

/// What `action` throws, which must be an Exception; its type or absence fails the test otherwise.
template <class Exception, class Action>
std::string message_of(Action&& action) {
  try {
    action();
  } catch (const Exception& error) {
    return error.what();
  } catch (const std::exception& error) {
    ADD_FAILURE() << "an exception of another type: " << error.what();
    return error.what();
  }
  ADD_FAILURE() << "nothing was thrown";
  return "";
}

}  // namespace riserun::train
