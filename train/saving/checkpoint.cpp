#include <riserun/train/saving/checkpoint.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>
#include <string_view>

#include <riserun/base/errors.hpp>

namespace riserun::train {
namespace {

constexpr std::string_view kFormat = "riserun run 1";
constexpr std::string_view kOptimizer = "optimizer.";

/// Puts every field of a state into a file.
class Writer {
 public:
  explicit Writer(TensorFile& file) : file_(file) {}

  void operator()(const std::string& name, const std::vector<double>& values) const {
    file_.tensors.push_back({name, {values.size()}, values});
  }
  void operator()(const std::string& name, double value) const {
    file_.tensors.push_back({name, {}, {value}});
  }
  void operator()(const std::string& name, long value) const { text(name, std::to_string(value)); }
  void operator()(const std::string& name, const std::string& value) const { text(name, value); }
  void operator()(const std::string& name, const History& history) const {
    text(name, history.to_csv());
  }
  void operator()(const std::string& name, const OptimizerState& state) const {
    (*this)(name, state.updates);
    for (const NamedArray& array : state.arrays)
      (*this)(std::string(kOptimizer) + array.name, array.values);
  }

 private:
  void text(const std::string& name, const std::string& value) const {
    file_.metadata["riserun.state." + name] = value;
  }

  TensorFile& file_;
};

/// Takes every field of a state out of a file; what it took is known afterwards.
class Reader {
 public:
  Reader(const TensorFile& file, const std::string& source) : file_(file), source_(source) {}

  void operator()(const std::string& name, std::vector<double>& values) {
    const Tensor& found = tensor(name);
    if (found.shape.size() != 1) fail(fmt::format("\"{}\" is no array", name));
    values = found.data;
  }
  void operator()(const std::string& name, double& value) {
    const Tensor& found = tensor(name);
    if (!found.shape.empty()) fail(fmt::format("\"{}\" is no single number", name));
    value = found.data.front();
  }
  void operator()(const std::string& name, long& value) {
    value = number<long>("state." + name, 10);
    if (value < 0) fail(fmt::format("riserun.state.{} is negative", name));
  }
  void operator()(const std::string& name, std::string& value) { value = text("state." + name); }
  void operator()(const std::string& name, History& history) {
    history = History::from_csv(text("state." + name), source_ + ": riserun.state." + name);
  }
  void operator()(const std::string& name, OptimizerState& state) {
    (*this)(name, state.updates);
    for (const Tensor& candidate : file_.tensors) {
      if (!candidate.name.starts_with(kOptimizer)) continue;
      NamedArray& array = state.arrays.emplace_back();
      array.name = candidate.name.substr(kOptimizer.size());
      (*this)(candidate.name, array.values);
    }
  }

  [[noreturn]] void fail(const std::string& message) const {
    throw DataError(source_ + ": " + message);
  }

  const std::string& text(const std::string& key) const {
    const auto found = file_.metadata.find("riserun." + key);
    if (found == file_.metadata.end()) fail(fmt::format("\"riserun.{}\" is missing", key));
    return found->second;
  }

  template <class Whole>
  Whole number(const std::string& key, int base) const {
    const std::string& digits = text(key);
    Whole value{};
    const char* const last = digits.data() + digits.size();
    const auto [end, error] = std::from_chars(digits.data(), last, value, base);
    if (error != std::errc() || end != last)
      fail(fmt::format("riserun.{}: expected a whole number, found \"{}\"", key, digits));
    return value;
  }

  void require_all_taken() const {
    for (const Tensor& tensor : file_.tensors)
      if (!taken_.contains(tensor.name))
        fail(fmt::format("the tensor \"{}\" is no part of a checkpoint", tensor.name));
  }

 private:
  const Tensor& tensor(const std::string& name) {
    const auto found = std::ranges::find(file_.tensors, name, &Tensor::name);
    if (found == file_.tensors.end()) fail(fmt::format("the tensor \"{}\" is missing", name));
    taken_.insert(name);
    return *found;
  }

  const TensorFile& file_;
  const std::string& source_;
  std::set<std::string> taken_;
};

void require_format(const TensorFile& file, const Reader& reader) {
  const auto format = file.metadata.find("riserun.format");
  if (format == file.metadata.end()) reader.fail("this is no checkpoint of riserun");
  if (format->second.starts_with("riserun mlp"))
    reader.fail("this is a model, no checkpoint; predict takes it");
  if (format->second != kFormat)
    reader.fail(
        fmt::format("the format is \"{}\", this riserun ({}) reads \"{}\"; a newer riserun "
                    "wrote it: install that one",
                    format->second, RISERUN_VERSION, kFormat));
  if (!file.checksum_verified) reader.fail("the checksum is missing, so the file has been changed");
}

}  // namespace

TensorFile checkpoint_tensors(const Checkpoint& checkpoint) {
  TensorFile file;
  file.metadata = {{"riserun.format", std::string(kFormat)},
                   {"riserun.version", RISERUN_VERSION},
                   {"riserun.model", checkpoint.run.model},
                   {"riserun.data", checkpoint.run.data},
                   {"riserun.data_hash", fmt::format("{:016x}", checkpoint.run.data_hash)},
                   {"riserun.configuration", checkpoint.run.configuration}};
  visit_fields(checkpoint.state, Writer(file));
  return file;
}

Checkpoint checkpoint_of_tensors(const TensorFile& file, const std::string& source) {
  Reader reader(file, source);
  require_format(file, reader);
  Checkpoint checkpoint;
  checkpoint.run = {.model = reader.text("model"),
                    .data = reader.text("data"),
                    .data_hash = reader.number<std::uint64_t>("data_hash", 16),
                    .configuration = reader.text("configuration")};
  checkpoint.written_by = "riserun " + reader.text("version");
  visit_fields(checkpoint.state, reader);
  reader.require_all_taken();
  return checkpoint;
}

void save_checkpoint(const std::filesystem::path& path, const Checkpoint& checkpoint) {
  save_tensors(path, checkpoint_tensors(checkpoint));
}

Checkpoint load_checkpoint(const std::filesystem::path& path) {
  return checkpoint_of_tensors(load_tensors(path), path.string());
}

void require_same_run(const Checkpoint& checkpoint, const RunIdentity& run,
                      const std::string& source) {
  const RunIdentity& begun = checkpoint.run;
  if (begun.model != run.model)
    throw DataError(
        fmt::format("{}: the run trains another model: {}; this one is {}. Start a new "
                    "run for it",
                    source, begun.model, run.model));
  if (begun.data_hash != run.data_hash)
    throw DataError(fmt::format(
        "{}: the run works on other data: {} (content {:016x}); these are {} (content {:016x}). "
        "Bring those back, or start a new run",
        source, begun.data, begun.data_hash, run.data, run.data_hash));
}

}  // namespace riserun::train
