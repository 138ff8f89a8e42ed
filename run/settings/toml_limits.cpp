#include <riserun/run/settings/toml_limits.hpp>

#include <fmt/format.h>

#include <riserun/base/errors.hpp>

namespace riserun::run {
namespace {

constexpr std::size_t kMostBytes = std::size_t{1} << 20;
constexpr int kDeepest = 64;

/// Follows a text and knows how deep toml++ would be at each letter.
class Depth {
 public:
  /// True if it is too deep after this letter.
  bool too_deep_after(char c) {
    if (escaped_) {
      escaped_ = false;
    } else if (quote_ != 0) {
      escaped_ = c == '\\' && quote_ == '"';
      if (c == quote_) quote_ = 0;
    } else if (comment_) {
      comment_ = c != '\n';
    } else {
      step(c);
    }
    return open_ > kDeepest || parts_ > kDeepest;
  }

 private:
  void step(char c) {
    if (c == '"' || c == '\'') quote_ = c;
    comment_ = c == '#';
    if (c == '.') ++parts_;
    if (c == '[' || c == '{') ++open_;
    if (c == ']' || c == '}') --open_;
    if (c == '=' || c == ',' || c == '\n' || c == '[' || c == '{') parts_ = 0;
  }

  char quote_ = 0;
  bool escaped_ = false, comment_ = false;
  int open_ = 0;   // brackets
  int parts_ = 0;  // dots of a name
};

}  // namespace

void require_toml_limits(std::string_view text, const std::string& path) {
  if (text.size() > kMostBytes)
    throw ConfigError(fmt::format("{}: {} bytes; a file of settings has at most {}", path,
                                  text.size(), kMostBytes));
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);  // a byte order mark
  if (!text.empty() && static_cast<unsigned char>(text.front()) >= 0x80)
    throw ConfigError(fmt::format("{}:1:1: expected a name of letters a-z or a comment", path));
  Depth depth;
  int line = 1;
  for (const char c : text) {
    line += c == '\n';
    if (depth.too_deep_after(c))
      throw ConfigError(fmt::format(
          "{}:{}: more than {} dots or brackets within each other; a setting is \"name = value\"",
          path, line, kDeepest));
  }
}

}  // namespace riserun::run
