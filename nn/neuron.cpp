#include <riserun/nn/neuron.hpp>

#include <ostream>

namespace riserun::nn {

std::ostream& operator<<(std::ostream& out, const Neuron& neuron) {
  with_row(neuron.activation, [&](auto row) { out << row.neuron; });
  return out << '(' << neuron.inputs << (neuron.inputs == 1 ? " input" : " inputs")
             << (neuron.bias == Neuron::kNoBias ? ", no bias)" : ", bias)");
}

}  // namespace riserun::nn
