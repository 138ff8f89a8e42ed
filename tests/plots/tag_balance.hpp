// Whether a text is well-formed XML, as far as pictures need it: balanced tags, one root, quoted
// attributes that are named once, no bare & or <.
#pragma once

#include <cctype>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace riserun::plots::testing {

class TagBalance {
 public:
  explicit TagBalance(std::string_view text) : text_(text) {}

  /// Empty when well-formed; else what is wrong, and at which byte.
  std::string error() {
    while (at_ < text_.size()) {
      const std::string wrong = text_[at_] == '<' ? tag() : character();
      if (!wrong.empty()) return wrong + " at byte " + std::to_string(at_);
    }
    if (!open_.empty()) return "<" + open_.back() + "> is never closed";
    return roots_ == 1 ? "" : "there are " + std::to_string(roots_) + " roots";
  }

 private:
  std::string character() {
    if (text_[at_] == '&') return entity();
    const bool blank = std::isspace(static_cast<unsigned char>(text_[at_])) != 0;
    if (static_cast<unsigned char>(text_[at_]) < 0x20 && text_[at_] != '\n')
      return "control character";
    if (open_.empty() && !blank) return "text outside of the root";
    ++at_;
    return "";
  }

  std::string entity() {
    for (const std::string_view known : {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"}) {
      if (text_.substr(at_, known.size()) != known) continue;
      at_ += known.size();
      return "";
    }
    return "bare &";
  }

  std::string name() {
    const std::size_t start = at_;
    while (at_ < text_.size() && (std::isalnum(static_cast<unsigned char>(text_[at_])) != 0 ||
                                  text_[at_] == '-' || text_[at_] == ':')) {
      ++at_;
    }
    return std::string(text_.substr(start, at_ - start));
  }

  bool take(char c) {
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  std::string attribute(std::set<std::string>& seen) {
    const std::string key = name();
    if (key.empty()) return "attribute without a name";
    if (!seen.insert(key).second) return "attribute " + key + " twice";
    if (!take('=') || !take('"')) return "attribute " + key + " without a quoted value";
    while (at_ < text_.size() && text_[at_] != '"') {
      if (text_[at_] == '<') return "< in an attribute";
      const std::string wrong = text_[at_] == '&' ? entity() : (++at_, "");
      if (!wrong.empty()) return wrong;
    }
    return take('"') ? "" : "attribute " + key + " never ends";
  }

  std::string tag() {
    ++at_;
    if (take('/')) {
      const std::string closed = name();
      if (open_.empty() || open_.back() != closed) return "</" + closed + "> closes nothing";
      open_.pop_back();
      return take('>') ? "" : "tag never ends";
    }
    const std::string opened = name();
    if (opened.empty()) return "bare <";
    std::set<std::string> seen;
    while (take(' ')) {
      const std::string wrong = attribute(seen);
      if (!wrong.empty()) return wrong;
    }
    roots_ += open_.empty();
    if (take('/')) return take('>') ? "" : "tag never ends";
    open_.push_back(opened);
    return take('>') ? "" : "tag never ends";
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int roots_ = 0;
  std::vector<std::string> open_;
};

inline std::string xml_error(std::string_view text) { return TagBalance(text).error(); }

}  // namespace riserun::plots::testing
