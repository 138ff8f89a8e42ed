#include <riserun/check/program/check_main.hpp>

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>

#include <riserun/base/console.hpp>
#include <riserun/base/errors.hpp>
#include <riserun/check/functions/taylor.hpp>
#include <riserun/check/program/command_line.hpp>
#include <riserun/check/program/op_manual.hpp>
#include <riserun/check/program/program_check.hpp>
#include <riserun/check/program/targets.hpp>

namespace riserun::check {
namespace {

namespace fs = std::filesystem;

volatile std::sig_atomic_t received = 0;

// While in scope the first SIGINT or SIGTERM only asks to stop; a second one acts as usual.
class SignalGuard {
 public:
  SignalGuard() {
    received = 0;
    for (std::size_t i = 0; i < 2; ++i) {
      ::sigaction(kSignals[i], nullptr, &before_[i]);
      struct sigaction asking = {};
      asking.sa_handler = [](int number) { received = number; };
      asking.sa_flags = SA_RESETHAND | SA_RESTART;
      // Who starts us in the background of a script may have had them ignored; so it stays.
      if (before_[i].sa_handler != SIG_IGN) ::sigaction(kSignals[i], &asking, nullptr);
    }
  }
  ~SignalGuard() {
    for (std::size_t i = 0; i < 2; ++i) ::sigaction(kSignals[i], &before_[i], nullptr);
  }
  SignalGuard(const SignalGuard&) = delete;
  SignalGuard& operator=(const SignalGuard&) = delete;

 private:
  static constexpr int kSignals[2] = {SIGINT, SIGTERM};
  struct sigaction before_[2];
};

// One line on stderr: redrawn on a terminal, a new one every ten seconds elsewhere.
class Reporter {
 public:
  explicit Reporter(const MainOptions& options) : options_(options) {
    const char* const term = std::getenv("TERM");
    redraws_ = isatty(STDERR_FILENO) != 0 && (term == nullptr || std::strcmp(term, "dumb") != 0);
  }

  void show(const CheckProgress& progress) {
    const double done = static_cast<double>(progress.points_done) /
                        static_cast<double>(std::max<std::int64_t>(progress.points, 1));
    const std::string text = fmt::format("{} of {} ops, {} of about {} points", progress.ops_done,
                                         progress.ops, progress.points_done, progress.points);
    if (redraws_ && options_.progress) return options_.progress(std::min(done, 1.0), text);
    const auto now = std::chrono::steady_clock::now();
    if (now - last_ < (redraws_ ? std::chrono::milliseconds(100) : std::chrono::seconds(10)))
      return;
    last_ = now;
    drawn_ = redraws_;
    say(fmt::format("{}{}{}", redraws_ ? kLine : "", text, redraws_ ? "" : "\n"));
  }

  void clear() {
    if (redraws_ && options_.progress) options_.progress(1, "");
    if (drawn_) say(kLine);
  }

 private:
  static constexpr const char* kLine = "\r\x1b[2K";  // to the line's start, and clear it
  const MainOptions& options_;
  bool redraws_ = false, drawn_ = false;
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

void write_beside(const fs::path& file, std::string_view text) {
  fs::path beside = file;
  beside += ".part";
  std::ofstream out(beside, std::ios::binary);
  out.write(text.data(), static_cast<std::streamsize>(text.size()));
  out.close();
  std::error_code error;
  if (out) fs::rename(beside, file, error);
  if (out && !error) return;
  const std::string why = error ? error.message() : std::strerror(errno);
  fs::remove(beside, error);
  throw FileError(fmt::format("{}: cannot be written: {}", file.string(), why));
}

// Known before the work is done, a file that cannot be written is a mistake on the command line.
void require_writable(const fs::path& file) {
  const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
  std::error_code ignored;
  if (fs::is_directory(file, ignored))
    throw ConfigError(fmt::format("{}: cannot be written: it is a folder", file.string()));
  if (!fs::is_directory(folder, ignored))
    throw ConfigError(fmt::format("{}: cannot be written: there is no folder {}", file.string(),
                                  folder.string()));
  if (::access(folder.c_str(), W_OK) != 0)
    throw ConfigError(
        fmt::format("{}: cannot be written: {}", file.string(), std::strerror(errno)));
}

// One run of the command line.
class Run {
 public:
  Run(const CommandLine& line, const std::vector<OpUnderTest>& ops, const MainOptions& options)
      : line_(line), ops_(ops), options_(options) {}

  int operator()() {
    if (line_.list) return list();
    for (const std::string* file : {&line_.json, &line_.junit})
      if (!file->empty()) require_writable(*file);
    if (!line_.curve.empty()) return curve();
    SignalGuard guard;
    const SuiteReport report = check();
    if (!line_.json.empty()) write(line_.json, report.json());
    if (!line_.junit.empty()) write(line_.junit, report.junit());
    if (line_.markdown && !report.stopped)
      print_manual(report);
    else
      print_report(report, options_.paint);
    put(taylor_);
    constexpr int kSignal = 128;
    return received != 0 ? kSignal + received : report.exit_code();
  }

 private:
  SuiteReport check() {
    const auto stop = [] { return received != 0; };
    if (!line_.program.command.empty()) {
      ProgramReport report = check_program(line_.program, line_.options, stop);
      if (line_.taylor) taylor_ = std::move(report.taylor);
      return report.suite;
    }
    if (line_.taylor) taylor_ = taylor();
    Reporter reporter(options_);
    SuiteReport report =
        check_targets(line_.targets, ops_, line_.options,
                      {.progress = [&](const CheckProgress& p) { reporter.show(p); }, .stop = stop},
                      line_.markdown ? std::span<const Subject>() : std::span(options_.subjects),
                      options_.functions);
    reporter.clear();
    return report;
  }

  int list() const {
    std::size_t width = 0;
    for (const OpUnderTest& op : ops_) width = std::max(width, op.info.name.size());
    for (const Subject& subject : options_.subjects) width = std::max(width, subject.name.size());
    for (const OpUnderTest& op : ops_)
      put(fmt::format("{:<{}}  {}\n", op.info.name, width, op.info.mathematics));
    for (const Subject& subject : options_.subjects)
      put(fmt::format("{:<{}}  {}\n", subject.name, width, subject.mathematics));
    return 0;
  }

  // The manual of the ops asked for; what is wrong goes to stderr, so that the page is a page.
  void print_manual(const SuiteReport& report) const {
    std::vector<OpUnderTest> asked;
    for (const OpReport& op : report.ops) asked.push_back(find_op(ops_, op.name));
    put(op_manual(asked, report));
    say(report.failures());
  }

  std::string taylor() const {
    std::string text;
    for (const std::string& word : line_.targets) {
      const ResolvedTarget target = resolve_target(word, ops_, options_.functions);
      text += word + '\n' + taylor_table(target.op, target.operand, point_of(target)).text();
    }
    return text;
  }

  // Where the target says, or an ordinary place.
  static std::vector<double> point_of(const ResolvedTarget& target) {
    return target.at.empty() ? ordinary_point(target.op.info) : target.at;
  }

  int curve() const {
    const ResolvedTarget target = resolve_target(line_.targets.front(), ops_, options_.functions);
    const VCurve curve = v_curve(target.op, std::max(target.operand, 0), point_of(target));
    const fs::path file = line_.curve;
    if (file.extension() == ".csv") {
      write(file, curve.csv());
    } else if (options_.draw_curve) {
      options_.draw_curve(curve, file, line_.dark);
    } else {
      throw ConfigError(
          fmt::format("--curve: this program writes the figures, and \"{}\" does not end in .csv; "
                      "`riserun check` draws pictures",
                      file.string()));
    }
    put(fmt::format("{}: {}\n", file.string(), curve.brief()));
    return 0;
  }

  void write(const fs::path& file, std::string_view text) const {
    options_.write ? options_.write(file, text) : write_beside(file, text);
  }

  const CommandLine& line_;
  const std::vector<OpUnderTest>& ops_;
  const MainOptions& options_;
  std::string taylor_;  // tables, to be printed last
};

}  // namespace

void print_report(const SuiteReport& report,
                  const std::function<std::string(std::string_view row)>& paint) {
  for (const PointReport& point : report.points) put(point.full());
  if (report.ops.empty() && !report.points.empty()) return;
  const std::string table = report.table();
  for (std::string_view rest = table; !rest.empty();) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view row = rest.substr(0, end);
    put(fmt::format("{}\n", paint ? paint(row) : std::string(row)));
    rest.remove_prefix(std::min(rest.size(), end + 1));
  }
  put(report.failures());
  put(fmt::format("{}\n", report.brief()));
}

int check_main(int argc, const char* const* argv, const std::vector<OpUnderTest>& ops,
               const MainOptions& options) {
  std::string program = options.program;
  if (program.empty()) program = argc > 0 ? fs::path(argv[0]).filename().string() : "check";
  int code = 1;
  try {
    CommandLine line = parse_command_line(
        std::span(argv, static_cast<std::size_t>(argc)).subspan(argc > 0 ? 1 : 0));
    line.options.program = program;
    if (line.help) {
      put(help_text(program, {.draws = static_cast<bool>(options.draw_curve),
                              .functions = static_cast<bool>(options.functions)}));
      code = 0;
    } else {
      code = Run(line, ops, options)();
    }
  } catch (const ConfigError& error) {
    say(fmt::format("{}: {}\nTry: {} --help\n", program, error.what(), program));
    code = 2;
  } catch (const UsageError& error) {
    say(fmt::format("{}: {}\n", program, error.what()));
    code = 2;
  } catch (const std::exception& error) {
    say(fmt::format("{}: {}\n", program, error.what()));
  }
  // The results must have arrived: a full disk behind a redirection is no success.
  if (flush_put()) return code;
  say(fmt::format("{}: the results cannot be written to the output: {}\n", program,
                  std::strerror(errno)));
  return code == 0 ? 1 : code;
}

}  // namespace riserun::check
