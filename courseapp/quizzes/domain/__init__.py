"""The rules of questions and quizzes: reading, compiling, answering, grading and drawing."""
