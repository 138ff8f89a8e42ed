// A command's settings, declared once: each is an option of the command line, a line of the help
// and, where there is a configuration file, a key of it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <riserun/run/settings/arguments.hpp>

namespace riserun::run {

/// What a configuration file must hold for it: a string, a number, ...
enum class SettingKind { text, word, number, whole, sizes, list, flag };

/// One of them. `parse` takes the text of either source and throws ArgumentError.
struct Setting {
  std::string name = {};    // "lr": the option is --lr, the key is lr
  std::string option = {};  // "--lr", or "DATA" for an argument without a name
  std::string unit = {};    // what the help shows for its value
  std::string description = {};
  std::string group = {};
  SettingKind kind = SettingKind::text;
  bool required = false;    // an argument that must be there
  bool many = false;        // may be given several times, each time for one more
  bool in_files = true;     // a key of the configuration file, too
  bool repeats = true;      // belongs to what is needed for repeating the run
  bool may_change = false;  // also when the run is resumed
  std::function<void(const std::string& text)> parse = {};
  std::function<std::string()> to_toml = {};  // the value now, as TOML writes it
};

class Settings {
 public:
  /// Settings declared from here on stand under this heading of the help.
  void group(std::string name) { group_ = std::move(name); }
  /// Those declared from here on are options of the command line, but no keys of a file.
  void not_in_files(bool from_here = true) { in_files_ = !from_here; }
  /// Those declared from here on say where results go and what is shown, not what is computed: a
  /// run's own file leaves them out.
  void of_this_call() { repeats_ = false; }
  /// A resumed run may have another value of the setting declared last; of all others it may not.
  void may_change() { all_.back().may_change = true; }

  /// Called after each time that the setting declared last was given, by whichever source.
  void when_given(std::function<void()> action);

  /// An argument, which has no name on the command line; the help calls it `option`.
  void argument(const std::string& name, const std::string& option, std::string& target,
                const std::string& description);
  /// The same for any number of them.
  void arguments(const std::string& name, const std::string& option,
                 std::vector<std::string>& target, const std::string& description);
  /// The argument declared last must be there.
  void required() { all_.back().required = true; }
  /// An option of the command line alone, whose text goes to `take`; each of several, if `many`.
  void action(const std::string& name, const std::string& unit,
              std::function<void(const std::string& text)> take, const std::string& description,
              bool many = false);
  /// --config FILE, whose settings the command line's own overrule. It must be declared before
  /// them, as values are taken in the order of their declaration.
  void config_file();
  /// A text each time that the option is given.
  void texts(const std::string& name, const std::string& unit, std::vector<std::string>& target,
             const std::string& description);
  void text(const std::string& name, const std::string& unit, std::string& target,
            const std::string& description);
  /// "500" updates, "30s" or "never".
  void interval(const std::string& name, std::string& target, const std::string& description);
  /// One of the words; the help shows them all, or `unit` where there are too many.
  void word(const std::string& name, std::string& target, const std::vector<std::string>& words,
            const std::string& description, const std::string& unit = {});
  void number(const std::string& name, double& target, OptionRange range,
              const std::string& description);
  /// A number, or one of the words in its place.
  void number(const std::string& name, NumberOrWord& target, OptionRange range,
              const std::vector<std::string>& words, const std::string& description);
  /// An option without a value; a file says true or false, and so may the option: --quiet=false.
  void flag(const std::string& name, bool& target, const std::string& description);
  template <class T>
  void whole(const std::string& name, T& target, std::uint64_t low, std::uint64_t high,
             const std::string& description) {
    add(
        name, "N", SettingKind::whole, description,
        [&target, name, low, high](const std::string& t) {
          target = static_cast<T>(parse_whole("--" + name, t, low, high));
        },
        [&target] { return whole_to_toml(static_cast<std::uint64_t>(target)); });
  }
  /// A whole number, or one of the words in its place.
  void whole(const std::string& name, NumberOrWord& target, std::uint64_t low, std::uint64_t high,
             const std::vector<std::string>& words, const std::string& description);
  /// --threads, 0 for every processor.
  void threads(int& target, const std::string& description) {
    whole("threads", target, 0, kMostThreads, description);
  }
  /// --threads for several runs, each with one of the numbers.
  void numbers_of_threads(std::vector<int>& target, const std::string& description);
  void seed(std::uint64_t& target, const std::string& description) {
    whole("seed", target, 0, ~std::uint64_t{0}, description);
  }
  /// Whole numbers of at least 1 between commas; an empty text is none, and so is "none".
  void sizes(const std::string& name, std::vector<std::size_t>& target,
             const std::string& description);
  /// Texts between commas.
  void list(const std::string& name, const std::string& unit, std::vector<std::string>& target,
            const std::string& description);

  /// Whether the command line itself has the option of this name, whatever a file says.
  [[nodiscard]] bool given(std::string_view name) const { return given_.contains(name); }

  /// All of them, in the order of their declaration.
  [[nodiscard]] const std::vector<Setting>& all() const { return all_; }
  /// Takes a setting's text from the command line. Throws ArgumentError for one that does not fit.
  void take(const Setting& setting, const std::string& text);

  /// The settings that repeat a run, with their values now, in their order, headings as comments.
  [[nodiscard]] std::string to_toml() const;
  /// Every setting with its value now and what it means: a file to begin with.
  [[nodiscard]] std::string to_commented_toml() const;

  /// Takes the values from such a file. Throws FileError, and ConfigError "config.toml:3:1: ..."
  /// for text that is no TOML, a key that does not exist, a value of another type and one that does
  /// not fit.
  void read_toml(const std::filesystem::path& path);
  /// The same from text; `source` names it in messages.
  void parse_toml(std::string_view text, const std::string& source);

  /// Of the settings that repeat a run, those with another value in `other`.
  struct Difference {
    std::string name, here, there;  // values as TOML writes them
    bool may_change;
  };
  [[nodiscard]] std::vector<Difference> differences(const Settings& other) const;

 private:
  static constexpr std::uint64_t kMostThreads = 1024;

  /// A text in quotes, as TOML writes it.
  [[nodiscard]] static std::string toml_text(const std::string& text);
  /// TOML's integers end at 2^63 - 1; beyond that it is a text.
  [[nodiscard]] static std::string whole_to_toml(std::uint64_t x);

  /// The value at this moment is the default that the help shows.
  void add(const std::string& name, const std::string& unit, SettingKind kind,
           const std::string& description, std::function<void(const std::string&)> parse,
           std::function<std::string()> to_toml);

  std::vector<Setting> all_;
  std::set<std::string, std::less<>> given_;
  std::string group_ = "Options";
  bool repeats_ = true, in_files_ = true;
};

}  // namespace riserun::run
