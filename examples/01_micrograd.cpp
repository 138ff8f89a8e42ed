// Micrograd's README example: build an expression, run it backward, read the gradients.
#include <fstream>
#include <iostream>

#include <riserun/core/core.hpp>

int main() {
  riserun::Tape tape;  // this thread's graph while in scope
  riserun::Value a = tape.variable(-4.0, "a"), b = tape.variable(2.0, "b");
  riserun::Value c = a + b;
  riserun::Value d = a * b + pow(b, 3);
  c += c + 1;
  c += 1 + c + (-a);
  d += d * 2 + relu(b + a);
  d += 3 * d + relu(b - a);
  riserun::Value e = c - d;
  riserun::Value f = pow(e, 2);
  riserun::Value g = f / 2.0;
  g += 10.0 / f;
  g.backward();
  std::cout << g << "\ndg/da = " << a.grad() << "\ndg/db = " << b.grad() << '\n';
  std::ofstream("g.dot") << riserun::to_dot(g);  // dot -Tsvg g.dot draws it
}
