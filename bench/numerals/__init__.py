"""How the model of the engine `numerals` was made: print drawn, damaged, and learnt from."""
