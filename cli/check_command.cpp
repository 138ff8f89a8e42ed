// riserun check: every op's gradient against rise over run. The command line is
// check::check_main's, as in users' own programs; here it gets colour, the bar, and pictures.
#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include <riserun/base/files/atomic_file.hpp>
#include <riserun/check/program/check_main.hpp>
#include <riserun/cli/command.hpp>
#include <riserun/cli/telling/check_report.hpp>
#include <riserun/cli/telling/progress.hpp>
#include <riserun/plots/writing/save.hpp>
#include <riserun/run/pictures/curve_picture.hpp>

namespace riserun::cli {

namespace {

int run_check(const CLI::App& app) {
  Progress progress(false);
  const check::MainOptions options{
      .program = "riserun check",
      .draw_curve = [](const check::VCurve& curve, const std::filesystem::path& file,
                       bool dark) { plots::save(run::curve_chart(curve, dark), file); },
      .progress =
          [&](double done, std::string_view text) {
            done < 1 ? progress.update(done, text) : progress.clear();
          },
      .paint = with_verdict_in_colour,
      .write = write_atomically};
  std::vector<std::string> words = app.remaining();
  words.insert(words.begin(), options.program);
  std::vector<const char*> argv;
  for (const std::string& word : words) argv.push_back(word.c_str());
  return check::check_main(static_cast<int>(argv.size()), argv.data(), check::builtin_ops(),
                           options);
}

}  // namespace

Command add_check(CLI::App& program) {
  CLI::App* const app =
      program.add_subcommand("check", "Prove the gradient of every op by rise over run");
  // All arguments are left to check_main, --help too.
  app->set_help_flag();
  app->prefix_command();
  return {app, [app] { return run_check(*app); }};
}

}  // namespace riserun::cli
