// riserun check: the gradient of every op and every kernel against rise over run. The command line is
// check::check_main's, as in users' own programs; here it gets colour, the bar, and pictures.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <riserun/base/files/atomic_file.hpp>
#include <riserun/check/program/check_main.hpp>
#include <riserun/cli/command.hpp>
#include <riserun/cli/expression/expression_op.hpp>
#include <riserun/cli/telling/check_report.hpp>
#include <riserun/cli/telling/progress.hpp>
#include <riserun/plots/writing/save.hpp>
#include <riserun/run/pictures/curve_picture.hpp>
#include <riserun/run/proving/kernel_subjects.hpp>

namespace riserun::cli {

namespace {

int run_check(std::vector<std::string> words) {
  Progress progress(false);
  const check::MainOptions options{
      .program = "riserun check",
      .subjects = run::kernel_subjects(),
      .functions = function_at,
      .draw_curve = [](const check::VCurve& curve, const std::filesystem::path& file,
                       bool dark) { plots::save(run::curve_chart(curve, dark), file); },
      .progress =
          [&](double done, std::string_view text) {
            done < 1 ? progress.update(done, text) : progress.clear();
          },
      .paint = with_verdict_in_colour,
      .write = write_atomically};
  words.insert(words.begin(), options.program);
  std::vector<const char*> argv;
  for (const std::string& word : words) argv.push_back(word.c_str());
  return check::check_main(static_cast<int>(argv.size()), argv.data(), check::builtin_ops(),
                           options);
}

/// All words are left to check_main, --help too.
struct CheckCommand final : Command {
  CheckCommand() : Command("check", "Prove the gradient of every op by rise over run", "") {}
  int call(std::vector<std::string> words) override { return run_check(std::move(words)); }
  int run() override { return call({}); }
};

}  // namespace

std::unique_ptr<Command> check_command() { return std::make_unique<CheckCommand>(); }

}  // namespace riserun::cli
