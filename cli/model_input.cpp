#include <riserun/cli/model_input.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <riserun/base/errors.hpp>
#include <riserun/base/files/is_there.hpp>
#include <riserun/base/usage_error.hpp>
#include <riserun/cli/telling/terminal.hpp>
#include <riserun/run/folder/file_names.hpp>
#include <riserun/run/folder/model_place.hpp>
#include <riserun/run/settings/data_settings.hpp>
#include <riserun/run/settings/idle_options.hpp>

namespace riserun::cli {

namespace {

namespace fs = std::filesystem;

bool names_a_model(const std::string& path) {
  return path.ends_with(".safetensors") || is_there(fs::path(path) / run::file::kModel);
}

}  // namespace

void ModelInput::declare(run::Settings& settings) {
  settings.word("format", format, train::data_format_names(), "of DATA");
  settings.text("labels", "FILE", labels,
                "IDX: the file of labels; found by itself where the\nnames are MNIST's");
  settings.word("header", header, {"auto", "yes", "no"}, "are names in the first line?");
  settings.text("separator", "C", separator, "between fields: tab, comma, ...");
  settings.word("decimal", decimal, {"auto", "point", "comma"}, "before a number's fraction");
  settings.whole("skip-lines", skip_lines, 0, 1'000'000'000, "lines before the header");
}

const char* ModelInput::reading_option() const {
  for (const auto& [option, given] :
       {std::pair{"--format", format != "auto"}, std::pair{"--labels", !labels.empty()},
        std::pair{"--header", header != "auto"}, std::pair{"--separator", separator != "auto"},
        std::pair{"--decimal", decimal != "auto"}, std::pair{"--skip-lines", skip_lines != 0}})
    if (given) return option;
  return nullptr;
}

train::LoadedModel ModelInput::load() const {
  if (!names_a_model(model) && names_a_model(data))
    throw UsageError(fmt::format("the model comes first, then the data: {} {}", data, model));
  return train::load_model(run::model_file(model));
}

train::Dataset ModelInput::rows(const train::LoadedModel& loaded) const {
  const train::LoadedData table = train::load_data_for(
      data == "-" ? "/dev/stdin" : data, loaded.info.schema,
      {.format = train::data_format(format),
       .csv = {.header = run::parse_header(header),
               .separator = run::parse_separator(separator),
               .decimal = run::parse_decimal(decimal),
               .skip_lines = skip_lines,
               .missing = loaded.info.imputation.kind != train::ImputationKind::none},
       .labels = labels});
  if (table.format != train::DataFormat::csv)
    for (const auto& [option, given] :
         {std::pair{"--header", header != "auto"}, std::pair{"--separator", separator != "auto"},
          std::pair{"--decimal", decimal != "auto"}, std::pair{"--skip-lines", skip_lines != 0}})
      if (given)
        throw UsageError(fmt::format("{} does nothing with {}; it is for CSV", option,
                                     run::data_of(table.format)));
  if (!table.ignored_columns.empty())
    warn(fmt::format("{}: left aside, the model does not know them: {}", data,
                     fmt::join(table.ignored_columns, ", ")));
  return table.data;
}

}  // namespace riserun::cli
