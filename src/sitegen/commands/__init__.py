"""The commands, a module each; `cli` imports one when it is typed or its help is asked for."""
