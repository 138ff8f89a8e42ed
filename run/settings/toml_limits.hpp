// What a file of settings must keep to before toml++ reads it.
#pragma once

#include <string>
#include <string_view>

namespace riserun::run {

/// toml++ 3.3 descends once for each part of a key and each bracket, until the stack is used up, and
/// stops the program (in debug builds) where a text begins with certain letters. Throws ConfigError
/// "file:line: ..." for a text of more than 1 MiB, for more than 64 dots in a name or brackets within
/// each other, and for a first letter beyond ASCII.
void require_toml_limits(std::string_view text, const std::string& path);

}  // namespace riserun::run
