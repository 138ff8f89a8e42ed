// What std::cout << model says: what it is, shapes, names, counts, and few numbers.
#include <gtest/gtest.h>

#include <array>
#include <iomanip>
#include <sstream>
#include <string>

#include <riserun/core/core.hpp>
#include <riserun/nn/mlp.hpp>

namespace riserun::nn {
namespace {

template <class T>
std::string printed(const T& x) {
  std::ostringstream out;
  out << x;
  return out.str();
}

TEST(Printing, NeuronsLayersAndModelsSayTheirShapes) {
  const MLP model({2, 16, 1}, {.activation = Activation::tanh});
  EXPECT_EQ(printed(model.layers()[0].neuron(3)), "tanh neuron(2 inputs, bias)");
  EXPECT_EQ(printed(model.layers()[1]), "Layer(16 -> 1, linear, 17 parameters)");
  EXPECT_EQ(printed(model),
            "MLP(2 -> 16 -> 1, 65 parameters)\n"
            "  layers.0  Layer(2 -> 16, tanh, 48 parameters)\n"
            "  layers.1  Layer(16 -> 1, linear, 17 parameters)");
  Tape tape;
  EXPECT_EQ(printed(model.bind(tape)), printed(model));
}

TEST(Printing, WithoutABiasThatIsSaid) {
  ParameterSet parameters;
  Random random(1);
  const Layer layer(parameters, "l", 1, 3, Activation::relu, Initializer::automatic, random,
                    Bias::none);
  EXPECT_EQ(printed(layer), "Layer(1 -> 3, relu, 3 parameters)");
  EXPECT_EQ(printed(layer.neuron(0)), "relu neuron(1 input, no bias)");
}

TEST(Printing, ParametersShowNamesShapesAndTheFirstNumbers) {
  ParameterSet parameters;
  EXPECT_EQ(printed(parameters), "ParameterSet(0 parameters, 0 tensors)");
  parameters.add("rate", std::array{0.1});
  parameters.add("w.long", {2, 3});
  parameters.data()[1] = -2.5;
  EXPECT_EQ(printed(parameters),
            "ParameterSet(7 parameters, 2 tensors)\n"
            "  rate    [1]  0.1\n"
            "  w.long  [2, 3]  -2.5, 0, 0, 0, ..");
  std::ostringstream exact;
  exact << std::setprecision(17) << parameters;
  EXPECT_NE(exact.str().find("0.10000000000000001"), std::string::npos);
  Tape tape;
  EXPECT_EQ(printed(bind(parameters, tape)), "BoundParameters(7 parameters: 0.1, -2.5, 0, 0, ..)");
  EXPECT_EQ(printed(BoundParameters()), "BoundParameters(0 parameters)");
}

}  // namespace
}  // namespace riserun::nn
