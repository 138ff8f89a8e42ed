// The graph of what a trained model makes of one data point: recorded, swept, and drawn.
#pragma once

#include <span>
#include <string>
#include <vector>

#include <riserun/core/tape.hpp>
#include <riserun/train/saving/model_file.hpp>

namespace riserun::run {

/// What a box stands for: one number, a neuron, a layer.
enum class GraphDetail { automatic, operations, neurons, layers };
/// auto, ops, neurons or layers.
[[nodiscard]] GraphDetail graph_detail(const std::string& word);

struct PointGraphOptions {
  GraphDetail detail = GraphDetail::automatic;
  std::string output{};  // the name of the output to differentiate; empty: the loss
};

/// Holds the tape, which is current as long as this lives.
class PointGraph {
 public:
  /// `point` is prepared for the model, which must outlive this. Throws UsageError for an output
  /// that the model does not have, ShapeError.
  PointGraph(const train::LoadedModel& loaded, const train::DataPoint& point,
             const PointGraphOptions& options);

  [[nodiscard]] GraphDetail detail() const { return detail_; }
  /// What was differentiated: the loss, or an output where there is no label or one was named.
  [[nodiscard]] Value root() const { return root_; }
  [[nodiscard]] const train::LoadedModel& loaded() const { return *loaded_; }
  /// The features as Values.
  [[nodiscard]] std::span<const Value> inputs() const { return inputs_; }
  /// The outputs of each layer.
  [[nodiscard]] const std::vector<std::vector<Value>>& layers() const { return layers_; }
  /// d(root)/d(parameter) of all of them.
  [[nodiscard]] std::span<const double> parameter_gradients() {
    return tape_.parameter_gradients();
  }
  /// "class 3, the model says 5".
  [[nodiscard]] const std::string& verdict() const { return verdict_; }
  [[nodiscard]] bool is_loss() const { return is_loss_; }
  /// Where the root is among the outputs, unless it is the loss.
  [[nodiscard]] std::size_t output() const { return output_; }

  /// Layer by layer: how large the outputs are, the parameters, and the gradients of both.
  [[nodiscard]] std::string table();

 private:
  void record_operations(const nn::BoundMLP& bound);
  void record_neurons(const nn::BoundMLP& bound);
  void close(const train::DataPoint& point, const std::string& output);

  Tape tape_{{.keep_graph = true}};
  const train::LoadedModel* loaded_;
  GraphDetail detail_;
  std::vector<Value> inputs_;
  std::vector<std::vector<Value>> layers_;
  Value root_;
  std::string verdict_;
  bool is_loss_ = false;
  std::size_t output_ = 0;
};

/// The Euclidean length.
[[nodiscard]] double length(std::span<const double> x);

/// The name of output i: its class, its target, or "logit" of two classes by one output.
[[nodiscard]] std::string output_name(const train::LoadedModel& loaded, std::size_t i);
/// The same with its unit where that is not the file's: "price, standardised".
[[nodiscard]] std::string output_label(const train::LoadedModel& loaded, std::size_t i);

}  // namespace riserun::run
