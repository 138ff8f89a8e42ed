#include <riserun/cli/model_input.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <riserun/base/errors.hpp>
#include <riserun/base/files/is_there.hpp>
#include <riserun/base/visible_text.hpp>
#include <riserun/cli/telling/terminal.hpp>
#include <riserun/run/folder/file_names.hpp>
#include <riserun/run/folder/model_place.hpp>
#include <riserun/run/settings/idle_options.hpp>

namespace riserun::cli {

namespace {

namespace fs = std::filesystem;

bool names_a_model(const std::string& path) {
  return path.ends_with(".safetensors") || is_there(fs::path(path) / run::file::kModel);
}

}  // namespace

void ModelInput::declare(run::Settings& settings) {
  declared_ = &settings;
  first_ = settings.all().size();
  declare_reading(settings);
  end_ = settings.all().size();
}

std::string ModelInput::reading_option() const {
  for (std::size_t k = first_; k < end_; ++k)
    if (const run::Setting& setting = declared_->all()[k]; declared_->given(setting.name))
      return setting.option;
  return {};
}

train::LoadedModel ModelInput::load() const {
  if (!names_a_model(model) && names_a_model(data))
    throw UsageError(fmt::format("the model comes first, then the data: {} {}", data, model));
  return train::load_model(run::model_file(model));
}

train::LoadedData ModelInput::rows(const train::LoadedModel& loaded) const {
  train::DataOptions options = reading_options();
  options.csv.missing = loaded.info.imputation.kind != train::ImputationKind::none;
  train::LoadedData table =
      train::load_data_for(data == "-" ? "/dev/stdin" : data, loaded.info.schema, options);
  run::refuse_idle_options_of_format(*declared_, table.format);
  if (!table.ignored_columns.empty())
    warn(fmt::format("{}: left aside, the model does not know them: {}", data,
                     fmt::join(table.ignored_columns, ", ")));
  for (const auto& [column, rows] : loaded.info.encoding.unseen(table.data))
    warn(fmt::format("{}: {} a name in \"{}\" that training did not have, or in one row alone",
                     data, rows == 1 ? "1 row has" : fmt::format("{} rows have", rows),
                     visible(column)));
  return table;
}

}  // namespace riserun::cli
