#include <riserun/cli/telling/events.hpp>

#include <cstdio>
#include <nlohmann/json.hpp>

#include <riserun/base/console.hpp>
#include <riserun/run/settings/in_options.hpp>
#include <riserun/train/fit/history_columns.hpp>

namespace riserun::cli {

namespace {

using Json = nlohmann::ordered_json;

std::string line_of(const Json& event) {
  return event.dump(-1, ' ', false, Json::error_handler_t::replace) + '\n';
}

void print(const Json& event) {
  put(line_of(event));
  flush_put();
}

}  // namespace

void Events::start(const run::RunStart& start) const {
  if (!wanted_) return;
  print({{"event", "start"},
         {"riserun", RISERUN_VERSION},
         {"folder", start.folder},
         {"data", start.data.source()},
         {"training_rows", start.training.size()},
         {"validation_rows", start.validation.size()},
         {"features", start.data.feature_count()},
         {"classes", start.data.class_names()},
         {"layers", start.model.sizes()},
         {"parameters", start.model.parameters().size()},
         {"graph_nodes", start.graph.nodes},
         {"graph_bytes", start.graph.bytes},
         {"engine", start.engine},
         {"threads", start.threads},
         {"epochs", start.epochs},
         {"resumed_after_step", start.resumed_after}});
}

void Events::start_folds(const run::FoldsStart& start) const {
  if (!wanted_) return;
  print({{"event", "start"},
         {"riserun", RISERUN_VERSION},
         {"folder", start.folder},
         {"data", start.data.source()},
         {"rows", start.data.size()},
         {"features", start.data.feature_count()},
         {"classes", start.data.class_names()},
         {"layers", start.model.sizes()},
         {"parameters", start.model.parameters().size()},
         {"threads", start.threads},
         {"epochs", start.epochs},
         {"folds", start.folds},
         {"finished_folds", start.finished}});
}

void Events::fold(std::size_t index, std::size_t folds, const run::FoldTable& table) const {
  if (!wanted_) return;
  const run::FoldResult& result = table.folds()[index];
  Json event{{"event", "fold"},
             {"fold", index + 1},
             {"folds", folds},
             {"training_rows", result.training},
             {"held_out_rows", result.held_out}};
  for (std::size_t f = 0; f < result.figures.size(); ++f)
    event[table.figures()[f].name] = result.figures[f];
  print(event);
}

void Events::progress(const train::BatchReport& report, std::size_t fold) {
  const auto now = std::chrono::steady_clock::now();
  if (!wanted_ || now - last_ < std::chrono::seconds(1)) return;
  last_ = now;
  Json event{{"event", "progress"},
             {"epoch", report.epoch},
             {"epochs", report.epochs},
             {"batch", report.batch},
             {"batches", report.batches},
             {"step", report.step},
             {"steps", report.steps},
             {"loss", report.loss},
             {"learning_rate", report.learning_rate}};
  if (fold > 0) event["fold"] = fold;
  print(event);
}

void Events::epoch(const train::HistoryRow& row, bool best) const {
  if (!wanted_) return;
  Json event{{"event", "epoch"}, {"epoch", row.epoch}, {"step", row.step}};
  for (const train::HistoryColumn& column : train::history_columns())
    event[column.name] = column(row);
  event["best"] = best;
  print(event);
}

void Events::checkpoint(const train::BatchReport& report) const {
  if (!wanted_) return;
  print({{"event", "checkpoint"}, {"epoch", report.epoch}, {"step", report.step}});
}

void Events::warning(const std::string& message) const {
  if (wanted_) print({{"event", "warning"}, {"message", run::in_options(message)}});
}

void Events::end(const std::string& outcome, int exit_code, const std::string& message,
                 const std::vector<std::string>& files) const {
  if (!wanted_) return;
  put(end_text(outcome, exit_code, message, files));
  flush_put();
}

std::string Events::end_text(const std::string& outcome, int exit_code, const std::string& message,
                             const std::vector<std::string>& files) {
  return line_of({{"event", "end"},
                  {"outcome", outcome},
                  {"exit_code", exit_code},
                  {"message", run::in_options(message)},
                  {"files", files}});
}

}  // namespace riserun::cli
